import { AppError } from "../core/app-error.ts";
import amdSmiCsv from "./amd-smi-csv/index.ts";
import amdSmiJson from "./amd-smi-json/index.ts";
import anthropicClaudeCode from "./anthropic-claude-code/index.ts";
import anthropicConsoleCsv from "./anthropic-console-csv/index.ts";
import anthropicConsoleUsageCsv from "./anthropic-console-usage-csv/index.ts";
import anthropicCostReport from "./anthropic-cost-report/index.ts";
import anthropicSpendReportCsv from "./anthropic-spend-report-csv/index.ts";
import anthropicUsageReport from "./anthropic-usage-report/index.ts";
import awsCurCsv from "./aws-cur-csv/index.ts";
import azureCostCsv from "./azure-cost-csv/index.ts";
import bmcPowerCsv from "./bmc-power-csv/index.ts";
import ccusageJson from "./ccusage-json/index.ts";
import claudeCodeTeamCsv from "./claude-code-team-csv/index.ts";
import codecarbonEmissionsCsv from "./codecarbon-emissions-csv/index.ts";
import codecarbonLoadCsv from "./codecarbon-load-csv/index.ts";
import cursorUsageApi from "./cursor-usage-api/index.ts";
import cursorUsageCsv from "./cursor-usage-csv/index.ts";
import deepseekAmountCsv from "./deepseek-amount-csv/index.ts";
import deepseekCostCsv from "./deepseek-cost-csv/index.ts";
import dsmrReaderCsv from "./dsmr-reader-csv/index.ts";
import electricityBillCsv from "./electricity-bill-csv/index.ts";
import enphaseCsv from "./enphase-csv/index.ts";
import fireworksCostsCsv from "./fireworks-costs-csv/index.ts";
import fireworksMetricsCsv from "./fireworks-metrics-csv/index.ts";
import fluviusCsv from "./fluvius-csv/index.ts";
import focusBillingPeriodCsv from "./focus-billing-period-csv/index.ts";
import focusCsv from "./focus-csv/index.ts";
import focusInvoiceDetailCsv from "./focus-invoice-detail-csv/index.ts";
import gcpBillingExportCsv from "./gcp-billing-export-csv/index.ts";
import gcpBillingExportJson from "./gcp-billing-export-json/index.ts";
import gcpCostTableCsv from "./gcp-cost-table-csv/index.ts";
import githubCopilotCsv from "./github-copilot-csv/index.ts";
import grafanaCsv from "./grafana-csv/index.ts";
import greenButtonCsv from "./green-button-csv/index.ts";
import heliconeRequestsCsv from "./helicone-requests-csv/index.ts";
import heliconeRequestsJson from "./helicone-requests-json/index.ts";
import homeAssistantHistoryCsv from "./home-assistant-history-csv/index.ts";
import homeAssistantStatisticsCsv from "./home-assistant-statistics-csv/index.ts";
import homewizardCsv from "./homewizard-csv/index.ts";
import type { Importer, Sample } from "./importer.ts";
import ipmiPowerText from "./ipmi-power-text/index.ts";
import k6PointsCsv from "./k6-points-csv/index.ts";
import k6PointsJson from "./k6-points-json/index.ts";
import k6Printed from "./k6-printed/index.ts";
import k6SummaryJson from "./k6-summary-json/index.ts";
import langfuseObservationsCsv from "./langfuse-observations-csv/index.ts";
import langfuseObservationsJson from "./langfuse-observations-json/index.ts";
import litellmDailySpendCsv from "./litellm-daily-spend-csv/index.ts";
import litellmDailySpendJson from "./litellm-daily-spend-json/index.ts";
import litellmSpendLogsCsv from "./litellm-spend-logs-csv/index.ts";
import litellmSpendLogsJson from "./litellm-spend-logs-json/index.ts";
import llamaBenchCsv from "./llama-bench-csv/index.ts";
import llamaBenchJson from "./llama-bench-json/index.ts";
import llamaBenchMd from "./llama-bench-md/index.ts";
import llamacppServerLog from "./llamacpp-server-log/index.ts";
import macmonJson from "./macmon-json/index.ts";
import modelServerMetrics from "./model-server-metrics/index.ts";
import modelServerMetricsJson from "./model-server-metrics-json/index.ts";
import nem12 from "./nem12/index.ts";
import nutUpslog from "./nut-upslog/index.ts";
import nvidiaSmiCsv from "./nvidia-smi-csv/index.ts";
import nvidiaSmiDmon from "./nvidia-smi-dmon/index.ts";
import nvidiaSmiXml from "./nvidia-smi-xml/index.ts";
import ollamaResponses from "./ollama-responses/index.ts";
import ollamaServerLog from "./ollama-server-log/index.ts";
import openWebuiChats from "./open-webui-chats/index.ts";
import openaiCompatibleResponses from "./openai-compatible-responses/index.ts";
import openaiCostsApi from "./openai-costs-api/index.ts";
import openaiCostsCsv from "./openai-costs-csv/index.ts";
import openaiUsageApi from "./openai-usage-api/index.ts";
import openaiUsageCsv from "./openai-usage-csv/index.ts";
import openrouterActivityApi from "./openrouter-activity-api/index.ts";
import openrouterActivityCsv from "./openrouter-activity-csv/index.ts";
import plugMessages from "./plug-messages/index.ts";
import portkeyLogsCsv from "./portkey-logs-csv/index.ts";
import portkeyLogsJson from "./portkey-logs-json/index.ts";
import powerGadgetCsv from "./power-gadget-csv/index.ts";
import powermetricsPlist from "./powermetrics-plist/index.ts";
import powermetricsText from "./powermetrics-text/index.ts";
import prometheusPowerJson from "./prometheus-power-json/index.ts";
import prometheusPowerText from "./prometheus-power-text/index.ts";
import raplEnergyCsv from "./rapl-energy-csv/index.ts";
import redfishPowerJson from "./redfish-power-json/index.ts";
import rocmSmiCsv from "./rocm-smi-csv/index.ts";
import rocmSmiJson from "./rocm-smi-json/index.ts";
import scaphandreJson from "./scaphandre-json/index.ts";
import shellyEmCsv from "./shelly-em-csv/index.ts";
import { failedDownload } from "./source/saved-answer.ts";
import stripeInvoicePdf from "./stripe-invoice-pdf/index.ts";
import tokenwattLoadTest from "./tokenwatt-load-test/index.ts";
import turbostatText from "./turbostat-text/index.ts";
import vllmBenchJson from "./vllm-bench-json/index.ts";
import vllmServerLog from "./vllm-server-log/index.ts";
import xaiInvoicesJson from "./xai-invoices-json/index.ts";
import xaiPrepaidJson from "./xai-prepaid-json/index.ts";
import xaiUsageJson from "./xai-usage-json/index.ts";
import zeusMonitorCsv from "./zeus-monitor-csv/index.ts";

/** Every format that can be read. `npm run new:importer` adds a line here. */
export const importers: readonly Importer[] = [
  openaiCostsApi,
  openaiCostsCsv,
  openaiUsageApi,
  openaiUsageCsv,
  anthropicCostReport,
  anthropicConsoleCsv,
  anthropicUsageReport,
  anthropicConsoleUsageCsv,
  awsCurCsv,
  azureCostCsv,
  gcpBillingExportCsv,
  gcpBillingExportJson,
  gcpCostTableCsv,
  focusCsv,
  focusInvoiceDetailCsv,
  focusBillingPeriodCsv,
  openrouterActivityCsv,
  openrouterActivityApi,
  deepseekAmountCsv,
  deepseekCostCsv,
  fireworksMetricsCsv,
  fireworksCostsCsv,
  nvidiaSmiCsv,
  nvidiaSmiXml,
  nvidiaSmiDmon,
  rocmSmiJson,
  rocmSmiCsv,
  amdSmiJson,
  amdSmiCsv,
  powermetricsText,
  powermetricsPlist,
  macmonJson,
  prometheusPowerText,
  prometheusPowerJson,
  raplEnergyCsv,
  powerGadgetCsv,
  codecarbonLoadCsv,
  codecarbonEmissionsCsv,
  zeusMonitorCsv,
  scaphandreJson,
  turbostatText,
  cursorUsageApi,
  cursorUsageCsv,
  litellmSpendLogsCsv,
  litellmSpendLogsJson,
  litellmDailySpendCsv,
  litellmDailySpendJson,
  githubCopilotCsv,
  langfuseObservationsCsv,
  langfuseObservationsJson,
  heliconeRequestsCsv,
  heliconeRequestsJson,
  portkeyLogsCsv,
  portkeyLogsJson,
  anthropicClaudeCode,
  ccusageJson,
  xaiPrepaidJson,
  xaiUsageJson,
  xaiInvoicesJson,
  anthropicSpendReportCsv,
  claudeCodeTeamCsv,
  stripeInvoicePdf,
  ipmiPowerText,
  bmcPowerCsv,
  shellyEmCsv,
  plugMessages,
  redfishPowerJson,
  nutUpslog,
  homeAssistantHistoryCsv,
  homeAssistantStatisticsCsv,
  k6SummaryJson,
  k6PointsJson,
  k6PointsCsv,
  k6Printed,
  vllmBenchJson,
  llamaBenchCsv,
  llamaBenchJson,
  llamaBenchMd,
  tokenwattLoadTest,
  ollamaResponses,
  ollamaServerLog,
  openaiCompatibleResponses,
  openWebuiChats,
  modelServerMetrics,
  modelServerMetricsJson,
  vllmServerLog,
  llamacppServerLog,
  dsmrReaderCsv,
  electricityBillCsv,
  enphaseCsv,
  fluviusCsv,
  grafanaCsv,
  greenButtonCsv,
  homewizardCsv,
  nem12,
];

/**
 * Asks every importer and accepts exactly one.
 * @throws AppError unknown-format (with what was looked for and what was found), ambiguous-format (naming them)
 */
export function detect(sample: Sample, candidates: readonly Importer[] = importers): Importer {
  if (sample.text.trim() === "")
    throw new AppError("unknown-format", `${sample.fileName} is empty: there is nothing to read.`);
  const claiming = candidates.filter((importer) => importer.claims(sample));
  const [only, ...others] = claiming;
  if (!only) throw new AppError("unknown-format", unknownMessage(sample, candidates), { found: foundIn(sample) });
  if (others.length > 0) {
    const names = claiming.map((importer) => importer.label).join(" and ");
    throw new AppError(
      "ambiguous-format",
      `${sample.fileName} could be ${names}; exactly one format may claim a file.`,
    );
  }
  return only;
}

function unknownMessage(sample: Sample, candidates: readonly Importer[]): string {
  const failed = failedDownload(sample);
  if (failed)
    return `${sample.fileName} holds ${failed}. Sign in to the provider, export again and upload the new file.`;
  const looked = candidates.map((importer) => `${importer.label} (${importer.lookedFor})`).join("; ");
  return `${sample.fileName} is in no known format. It begins with ${foundIn(sample)}. Looked for: ${looked}.`;
}

/** The header or keys a person recognises the file by, shortened. */
function foundIn(sample: Sample): string {
  if (sample.jsonKeys)
    return sample.jsonKeys.length === 0
      ? "an empty JSON value"
      : `the JSON keys ${sample.jsonKeys.slice(0, 12).join(", ")}`;
  const first = sample.records.find((cells) => cells.some((cell) => cell !== "")) ?? [];
  const text = first.join(", ").replaceAll(/\p{Cc}/gu, "\uFFFD");
  return `the row "${text.length > 300 ? `${text.slice(0, 300)}...` : text}"`;
}
