"use client";

import { MAPPED_DATE_FORMATS, type MappedDateFormat } from "../../lib/core/mapping.ts";
import { Choice, Column, Group, Text, type TextForm } from "./form-fields.tsx";
import type { DraftField } from "./mapping-draft.ts";

type FormProps = TextForm<DraftField>;

export const DATE_WORDS: Readonly<Record<MappedDateFormat, string>> = {
  iso: "2026-05-14, with or without a time",
  "year-first": "2026/05/14 or 20260514",
  "day-first": "14.05.2026, day first",
  "month-first": "5/14/2026, month first",
  "epoch-seconds": "seconds since 1970",
  "epoch-ms": "milliseconds since 1970",
};

/** What the table is, when, how much. */
export function MoneyFields(props: FormProps) {
  return (
    <Group title="What it is, when and how much">
      <Text
        {...props}
        field="name"
        label="Name of this kind of file"
        note="The next file with this header is read the same way."
      />
      <Text {...props} field="provider" label="Who bills" note="A provider’s name, as openai, or the gateway’s own." />
      <Column {...props} field="dateColumn" label="Date" />
      <Choice
        {...props}
        field="dateFormat"
        label="Written as"
        choices={MAPPED_DATE_FORMATS.map((one) => [one, DATE_WORDS[one]])}
      />
      <Text
        {...props}
        field="zone"
        label="Zone of its times"
        note="As Europe/Berlin. Empty: UTC, or the file’s own offset."
      />
      <Column {...props} field="amountColumn" label="Amount" none="no money in this table" />
      {props.draft.amountColumn !== "" && <AmountFields {...props} />}
      <Column {...props} field="accountColumn" label="Account column" />
      {props.draft.accountColumn === "" && <Text {...props} field="account" label="Account, where no column says" />}
    </Group>
  );
}

function AmountFields(props: FormProps) {
  return (
    <>
      <Choice
        {...props}
        field="decimal"
        label="Decimal sign"
        choices={[
          [".", "point: 1,234.56"],
          [",", "comma: 1.234,56"],
        ]}
      />
      <Choice
        {...props}
        field="unit"
        label="Unit"
        choices={[
          ["units", "whole units"],
          ["cents", "cents"],
        ]}
      />
      <Column {...props} field="currencyColumn" label="Currency column" none="one currency for all" />
      {props.draft.currencyColumn === "" && <Text {...props} field="currencyCode" label="Currency" />}
      <Choice
        {...props}
        field="basis"
        label="What the money is"
        choices={[
          ["billed", "billed: the provider’s own cost"],
          ["rated", "rated: priced by the provider, not invoiced"],
          ["estimated", "estimated: a gateway’s or tool’s own sum"],
        ]}
      />
    </>
  );
}

/** Whose it is and what was used. */
export function UsageFields(props: FormProps) {
  return (
    <>
      <Group title="Whose it is">
        <Column {...props} field="project" label="Project" />
        <Column {...props} field="projectName" label="Project’s name" />
        <Column {...props} field="workspace" label="Workspace" />
        <Column {...props} field="apiKey" label="Key" />
        <Column {...props} field="apiKeyName" label="Key’s name" />
        <Column {...props} field="user" label="Person" note="Kept as a hash only." />
        <Column {...props} field="tag1" label="Team or other tag" />
        <Column {...props} field="tag2" label="Second tag" />
        <Column {...props} field="tag3" label="Third tag" />
      </Group>
      <Group title="What was used">
        <Column {...props} field="model" label="Model" />
        <Column {...props} field="service" label="Service or line item" />
        <Column
          {...props}
          field="category"
          label="Kind of charge"
          note="Says usage, tax, credit, refund or purchase."
        />
        <Column {...props} field="requests" label="Requests" />
        <Column {...props} field="input" label="Input tokens" />
        <Column {...props} field="cacheRead" label="Tokens read from a cache" />
        {props.draft.input !== "" && props.draft.cacheRead !== "" && (
          <Choice
            {...props}
            field="inputHoldsCached"
            label="The input column"
            choices={[
              ["", "does not count cached tokens"],
              ["yes", "counts the cached tokens too"],
            ]}
          />
        )}
        <Column {...props} field="cacheWrite5m" label="Tokens written to a cache" />
        <Column {...props} field="cacheWrite1h" label="Written for an hour" />
        <Column {...props} field="output" label="Output tokens" />
      </Group>
    </>
  );
}
