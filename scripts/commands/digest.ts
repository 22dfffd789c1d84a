import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { firstDay, lastDay, month as readMonth } from "../../lib/core/calendar.ts";
import { type DigestFor, writeDigest } from "../../lib/flows/digest-mail.ts";
import { previewDigest } from "../../lib/flows/digests.ts";
import { organisationZone } from "../../lib/flows/shell.ts";
import { teamNamed } from "../../lib/flows/teams.ts";
import type { CommandContext } from "./index.ts";
import { printJson } from "./output.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      preview: { type: "boolean", default: false },
      month: { type: "string" },
      team: { type: "string" },
      weekly: { type: "boolean", default: false },
    },
  });
  if (!values.preview)
    throw new AppError(
      "invalid-input",
      "Digests go out by themselves, on their schedule. digest --preview shows what one would say.",
    );
  if (values.month && values.weekly)
    throw new AppError("invalid-input", "A weekly digest has no month; leave --month out.");
  const subscription: DigestFor = {
    name: "Preview",
    email: "preview@localhost",
    teams: values.team ? [(await teamNamed(values.team)).slug] : [],
    cadence: values.weekly ? "weekly" : "monthly",
    dayOfMonth: 1,
    weekday: 0,
    hour: 8,
    zone: await organisationZone(),
    unsubscribeToken: null,
  };
  const digest = values.month
    ? await ofMonth(subscription, values.month)
    : await previewDigest(subscription, Date.now());
  if (wantsJson) printJson(digest);
  else console.log(`Subject: ${digest.subject}\n\n${digest.text}`);
  return 0;
}

async function ofMonth(subscription: DigestFor, text: string) {
  const month = readMonth(text);
  const digest = await writeDigest(
    subscription,
    { period: month, from: firstDay(month), to: lastDay(month) },
    Date.now(),
  );
  if (!digest) throw new AppError("conflict", `There is no digest for ${month}.`);
  return digest;
}
