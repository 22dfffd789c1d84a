import { describe, expect, it } from "vitest";
import { isBroadBill, scopeOf } from "./cloud-scope.ts";

const rows = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));

describe("the scope of a cloud's charge", () => {
  it.each(
    rows(`
aws | AmazonBedrock | USE1-Nova2.0Lite-input-tokens | ai
aws | AmazonBedrockFoundationModels | USE1-MP:USE1_InputTokenCount-Units | ai
aws | Claude Sonnet 4.5 (Amazon Bedrock Edition) | | ai
aws | AmazonSageMaker | USE1-Train:ml.g5.xlarge | ai
aws | Amazon Q | | ai
aws | AmazonQLDB | | other
aws | AmazonQuickSight | | other
aws | transcribe | USE1-TranscribeAudio | ai
aws | AmazonEC2 | BoxUsage:p4d.24xlarge | gpu
aws | AmazonEC2 | USW2-SpotUsage:g5.2xlarge | gpu
aws | AmazonEC2 | EUC1-BoxUsage:p5en.48xlarge | gpu
aws | AmazonEC2 | BoxUsage:p6-b200.48xlarge | gpu
aws | AmazonEC2 | BoxUsage:trn1n.32xlarge | gpu
aws | AmazonEC2 | BoxUsage:inf2.xlarge | gpu
aws | ComputeSavingsPlans | USE1-EC2SP:p5.1yrNoUpfront | gpu
aws | AmazonEC2 | BoxUsage:c7g.2xlarge | other
aws | AmazonEC2 | BoxUsage:m6g.large | other
aws | AmazonEC2 | EBS:VolumeUsage.gp3 | other
aws | AmazonEC2 | EBS:VolumeP-IOPS.piops | other
aws | AmazonElastiCache | NodeUsage:cache.r6g.large | other
aws | AmazonS3 | Requests-Tier1 | other
aws | AWSSupportEnterprise | | other
azure | Cognitive Services | gpt 4o 1120 Inp glbl Tokens | ai
azure | Foundry Models | 5.4 inp Gl 1M Tokens | ai
azure | Azure Machine Learning | | ai
azure | Virtual Machines | NCads A100 v4 Series NC24ads A100 v4 | gpu
azure | Virtual Machines | NCSv3 Series NC6s v3 | gpu
azure | Virtual Machines | NDsrH100v5 Series ND96isr H100 v5 | gpu
azure | Virtual Machines | NVadsA10v5 Series | gpu
azure | Virtual Machines | Standard_NC24ads_A100_v4 | gpu
azure | Virtual Machines | standard_nv36ads_a10_v5 | gpu
azure | Virtual Machines | Dv3/DSv3 Series D2 v3/D2s v3 | other
azure | Virtual Machines | BS Series B1s | other
azure | Virtual Machines | NPS Series NP10s | other
azure | Storage | Premium NVMe | other
azure | Container Instances | Standard V100 GPU Duration | gpu
azure | Container Apps | Dedicated GPU | gpu
azure | Azure DNS | Public Zones | other
google | Vertex AI | Gemini 2.5 Pro Text Input - Predictions | ai
google | Gemini API | Generate content input token count | ai
google | Claude Opus 5 | Claude Opus 5 Input Tokens | ai
google | Cloud Speech API | | ai
google | Compute Engine | Nvidia L4 GPU running in Iowa | gpu
google | Compute Engine | A2 Instance Core running in Americas | gpu
google | Compute Engine | A3 High Instance Ram running in Iowa | gpu
google | Compute Engine | A3Plus Instance Core running in Iowa | gpu
google | Compute Engine | G2 Instance Core running in Americas | gpu
google | Compute Engine | Commitment v1: A2 Cpu in Americas for 1 Year | gpu
google | Cloud TPU | TpuV5e Usage | gpu
google | Compute Engine | N2 Instance Core running in Americas | other
google | Compute Engine | E2 Instance Ram running in Americas | other
google | Compute Engine | C4A Arm Instance Core running in Iowa | other
google | BigQuery | Analysis | other
oracle | COMPUTE | VM.GPU.A10.1 | gpu
oracle | Object Storage | | other`),
  )("%s %s %s is %s", (provider = "", service = "", detail = "", scope = "") => {
    expect(scopeOf({ provider, service, detail })).toBe(scope);
  });

  it("follows FOCUS where it names the category", () => {
    expect(scopeOf({ provider: "aws", service: "x", detail: "", serviceCategory: "AI and Machine Learning" })).toBe(
      "ai",
    );
    expect(scopeOf({ provider: "aws", service: "EC2", detail: "t3.micro", serviceCategory: "Compute" })).toBe("other");
  });

  it("is asked of clouds only", () => {
    expect(["aws", "azure", "google", "oracle"].every(isBroadBill)).toBe(true);
    expect(isBroadBill("anthropic")).toBe(false);
  });
});
