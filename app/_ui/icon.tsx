/** Line icons on a 16 px square. They never speak alone: text or an aria-label stands beside them. */
const SHAPES = {
  overview: <path d="M2.5 13.5h11M4 11V7.5M8 11V3M12 11V6" />,
  lines: <path d="M2.5 4h11M2.5 8h11M2.5 12h7" />,
  teams: (
    <>
      <circle cx="6" cy="5.5" r="2.3" />
      <path d="M2 13c.3-2.4 1.9-3.6 4-3.6s3.7 1.2 4 3.6M10.5 3.4a2.2 2.2 0 0 1 0 4.2M12 9.8c1.2.5 1.9 1.6 2 3.2" />
    </>
  ),
  rigs: (
    <>
      <rect x="2.5" y="3" width="11" height="4" rx="1" />
      <rect x="2.5" y="9" width="11" height="4" rx="1" />
      <path d="M5 5h.01M5 11h.01M8.5 5h2.5M8.5 11h2.5" />
    </>
  ),
  reference: (
    <>
      <rect x="3.5" y="2" width="9" height="12" rx="1.2" />
      <path d="M5.5 4.7h5M5.6 8h.01M8 8h.01M10.4 8h.01M5.6 11h.01M8 11h.01M10.4 11h.01" />
    </>
  ),
  prices: (
    <>
      <path d="M2.5 8.2V2.5h5.7l5.3 5.3-5.7 5.7z" />
      <circle cx="5.3" cy="5.3" r=".9" />
    </>
  ),
  imports: <path d="M8 2v8M4.8 6.8 8 10l3.2-3.2M2.5 11v2.5h11V11" />,
  digests: (
    <>
      <rect x="2" y="3.5" width="12" height="9" rx="1.2" />
      <path d="m2.5 4.5 5.5 4.5 5.5-4.5" />
    </>
  ),
  settings: (
    <>
      <circle cx="8" cy="8" r="2.1" />
      <path d="M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4" />
    </>
  ),
  more: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  back: <path d="M9.5 4 5.5 8l4 4" />,
  forward: <path d="m6.5 4 4 4-4 4" />,
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  print: <path d="M4.5 6V2.5h7V6M4.5 11h-2V6h11v5h-2M4.5 9.5h7v4h-7z" />,
  upload: <path d="M8 10V2.5M5 5.2l3-2.7 3 2.7M2.5 10v3.5h11V10" />,
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.2" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  tick: <path d="m3.5 8.5 3 3 6-7" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.5v3.5M8 5.2h.01" />
    </>
  ),
  warning: <path d="M8 2.5 14 13H2zM8 6.5v3M8 11.3h.01" />,
  theme: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" stroke="none" />
    </>
  ),
  leave: <path d="M9.5 4.5v-2h-7v11h7v-2M6.5 8h7M11 5.5 13.5 8 11 10.5" />,
  add: <path d="M8 3v10M3 8h10" />,
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="icon"
    >
      {SHAPES[name]}
    </svg>
  );
}

export function BrandMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <circle cx="11" cy="11" r="10" fill="none" stroke="var(--cloud)" strokeWidth="2" />
      <path d="M12.3 4.2 6.6 12.2h3.7l-.7 5.6 5.8-8.2h-3.8z" fill="var(--rigs)" />
    </svg>
  );
}
