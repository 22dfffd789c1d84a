"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

/** A frame that scrolls sideways when its table is wider, and can be focused only while it does. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => setOverflows(element.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const frameProps = overflows ? { tabIndex: 0, role: "group", "aria-label": `${label}, scrolls sideways` } : {};
  return (
    <div className="scroll" ref={frame} {...frameProps}>
      {children}
    </div>
  );
}
