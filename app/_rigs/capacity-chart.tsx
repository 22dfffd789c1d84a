import { useId } from "react";
import type { CapacityPicture } from "../../lib/charts/capacity.ts";
import { measureText } from "../../lib/core/display.ts";

/** The one chart with two axes: what is served a second, and how late it is; each named on its line. */
export function CapacityChart({
  picture,
  label,
  latencyOf,
  name,
}: {
  picture: CapacityPicture;
  /** Where the capacity is, in words; null: not known. */
  label: string | null;
  latencyOf: string;
  name: string;
}) {
  const hatch = useId();
  const { left, right, top, bottom, limit, rate } = picture;
  const unit = rate.of === "tokens" ? "tokens a second" : "requests a second";
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      role="img"
      aria-label={`Capacity of ${name} by requests at once${label === null ? "" : `: ${label}`}. The table has the figures.`}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1" height="6" fill="var(--line-control)" />
        </pattern>
      </defs>
      <Axes picture={picture} />
      {limit?.isBounded && limit.x < right && (
        <rect x={limit.x} y={top} width={right - limit.x} height={bottom - top} fill={`url(#${hatch})`} opacity=".75" />
      )}
      <Lines picture={picture} />
      {limit !== null && (
        <line x1={limit.x} x2={limit.x} y1={top} y2={bottom} stroke="var(--ink)" strokeDasharray="3 3" />
      )}
      {limit !== null && label !== null && (
        <text
          className="ink"
          x={limit.x > (left + right) / 2 ? limit.x - 6 : limit.x + 6}
          y={top + 8}
          textAnchor={limit.x > (left + right) / 2 ? "end" : "start"}
        >
          {label}
        </text>
      )}
      <LineNames picture={picture} unit={unit} latencyOf={latencyOf} />
    </svg>
  );
}

function Axes({ picture }: { picture: CapacityPicture }) {
  const { left, right, bottom, leftTicks, rightTicks, bottomTicks } = picture;
  return (
    <g>
      {leftTicks.map(({ at, value }) => (
        <g key={value}>
          <line className={value === 0 ? "axis" : "gridline"} x1={left} x2={right} y1={at} y2={at} />
          <text x={left - 6} y={at + 4} textAnchor="end">
            {measureText(value)}
          </text>
        </g>
      ))}
      {rightTicks.map(({ at, value }) => (
        <text key={value} x={right + 6} y={at + 4}>
          {measureText(value)}
        </text>
      ))}
      {bottomTicks.map(({ at, value }) => (
        <text key={value} x={at} y={bottom + 16} textAnchor="middle">
          {measureText(value)}
        </text>
      ))}
    </g>
  );
}

const pathOf = (dots: CapacityPicture["latency"]): string =>
  dots.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");

function Lines({ picture: { rate, latency } }: { picture: CapacityPicture }) {
  return (
    <g>
      {latency.length > 1 && <path d={pathOf(latency)} fill="none" stroke="var(--ink-3)" strokeDasharray="4 3" />}
      <path d={pathOf(rate.dots)} fill="none" stroke="var(--rigs)" strokeWidth="1.5" strokeLinejoin="round" />
      {rate.dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="2.5" fill="var(--rigs)" />
      ))}
    </g>
  );
}

function LineNames({ picture, unit, latencyOf }: { picture: CapacityPicture; unit: string; latencyOf: string }) {
  const { rate, latency } = picture.names;
  return (
    <g>
      <text className="ink2" x={rate.x} y={rate.y} textAnchor={rate.anchor}>
        {unit}
      </text>
      {latency !== null && (
        <text className="ink2" x={latency.x} y={latency.y} textAnchor={latency.anchor}>
          {latencyOf}
        </text>
      )}
    </g>
  );
}
