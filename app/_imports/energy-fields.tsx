"use client";

import { MAPPED_UNITS } from "../../lib/core/energy-mapping.ts";
import { MAPPED_DATE_FORMATS } from "../../lib/core/mapping.ts";
import { type EnergyField, wideColumns, wideText } from "./energy-draft.ts";
import { Choice, Column, Group, Text, type TextForm } from "./form-fields.tsx";
import { DATE_WORDS } from "./mapping-fields.tsx";

type FormProps = TextForm<EnergyField>;

/** What a table of power or energy holds: when, what, and what was measured. */
export function EnergyFields(props: FormProps) {
  return (
    <>
      <TimeFields {...props} />
      <ReadingFields {...props} />
      <MeasuredFields {...props} />
    </>
  );
}

function TimeFields(props: FormProps) {
  return (
    <Group title="What it is and when">
      <Text
        {...props}
        field="name"
        label="Name of this kind of file"
        note="The next file with this header is read the same way."
      />
      <Column {...props} field="timeColumn" label="Time" />
      <Column {...props} field="clockColumn" label="Time of day, where it stands apart" none="in the same column" />
      <Choice
        {...props}
        field="timeFormat"
        label="Written as"
        choices={MAPPED_DATE_FORMATS.map((one) => [one, DATE_WORDS[one]])}
      />
      <Text
        {...props}
        field="zone"
        label="Zone of its times"
        note="As Europe/Berlin. Empty: the rig’s, or the file’s own offset."
      />
    </Group>
  );
}

function ReadingFields(props: FormProps) {
  const isWide = props.draft.shape === "wide";
  return (
    <Group title="Where the readings are">
      <Choice
        {...props}
        field="shape"
        label="Layout"
        choices={[
          ["long", "one column of readings"],
          ["wide", "one column a device"],
        ]}
      />
      {isWide ? (
        <WideColumns {...props} />
      ) : (
        <>
          <Column {...props} field="valueColumn" label="Reading" />
          <Column {...props} field="deviceColumn" label="Device" none="one device in all rows" />
          {props.draft.deviceColumn === "" && <Text {...props} field="device" label="Name of the device" />}
        </>
      )}
      <Choice
        {...props}
        field="decimal"
        label="Decimal sign"
        choices={[
          [".", "point: 1,234.56"],
          [",", "comma: 1.234,56"],
        ]}
      />
      <Column {...props} field="filterColumn" label="Only rows where" none="all rows count" />
      {props.draft.filterColumn !== "" && <Text {...props} field="equals" label="is exactly" />}
    </Group>
  );
}

/** A total beside its parts would count twice: each column is ticked by itself. */
function WideColumns({ draft, header, onChange }: FormProps) {
  const chosen = wideColumns(draft);
  const names = [
    ...new Set(header.filter((name) => name !== "" && name !== draft.timeColumn && name !== draft.clockColumn)),
  ];
  const toggle = (name: string) =>
    onChange("wide", wideText(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]));
  return (
    <fieldset className="field wide">
      <legend>Columns with readings</legend>
      <div className="checkboxes">
        {names.map((name) => (
          <label key={name}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            {name}
          </label>
        ))}
      </div>
      <span className="note">A total beside its parts counts twice: choose one or the other.</span>
    </fieldset>
  );
}

function MeasuredFields(props: FormProps) {
  const { series, scope } = props.draft;
  const isPower = series === "polled" || series === "on-change";
  return (
    <Group title="What was measured">
      <Choice {...props} field="unit" label="Unit" choices={MAPPED_UNITS.map((unit) => [unit, unit])} />
      <Choice
        {...props}
        field="series"
        label="A row is"
        choices={[
          ["polled", "power, asked for at intervals"],
          ["on-change", "power, written when it changed"],
          ["counter", "what a meter stood at, ever rising"],
          ["interval", "energy of an interval"],
        ]}
      />
      {series === "interval" && (
        <>
          <Text {...props} field="minutes" label="Minutes of an interval" />
          <Choice
            {...props}
            field="stamp"
            label="The time is"
            choices={[
              ["start", "the interval’s start"],
              ["end", "the interval’s end"],
            ]}
          />
        </>
      )}
      <Choice
        {...props}
        field="scope"
        label="Measured at"
        choices={[
          ["wall", "the wall: plug, PDU, meter"],
          ["server", "the server’s own sensor (BMC)"],
          ["soc", "the chip: processor, graphics, memory"],
          ["gpu", "the GPU"],
          ["cpu", "the CPU"],
        ]}
      />
      {isPower && scope !== "gpu" && (
        <Choice
          {...props}
          field="zeroIsMissing"
          label="A reading of 0 W"
          choices={[
            ["yes", "was not read: missing"],
            ["", "is real: the rig was off"],
          ]}
        />
      )}
    </Group>
  );
}
