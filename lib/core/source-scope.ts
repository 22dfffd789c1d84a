/**
 * What of a bill counts. A cloud's bill holds more than AI: by default its AI services and GPU compute count, of every
 * other source everything does. What is out of scope is kept and shown, and counts as soon as the scope is widened.
 */
export type ScopeKind = "ai-and-gpu" | "everything";

/** An admin's choice for one source: a provider's lines in one format. */
export type SourceScope = {
  readonly provider: string;
  readonly format: string;
  readonly scope: ScopeKind;
  /** Services that count beside, by name; case does not matter. */
  readonly services: readonly string[];
};

export type ScopedLine = {
  readonly provider: string;
  readonly format: string;
  readonly service: string;
  /** As `import_line.scope`: ai, gpu, other, included; empty for a source of nothing but AI. */
  readonly scope: string;
};

export type Scopes = { countsInScope(line: ScopedLine): boolean };

/** @param defaultOf what of a format counts where nobody chose */
export function scopesOf(chosen: readonly SourceScope[], defaultOf: (format: string) => ScopeKind): Scopes {
  const bySource = new Map(
    chosen.map(({ provider, format, scope, services }) => [
      sourceKey({ provider, format }),
      { scope, services: new Set(services.map(serviceKey)) },
    ]),
  );
  return {
    countsInScope({ provider, format, service, scope }) {
      const own = bySource.get(sourceKey({ provider, format }));
      const kind = own?.scope ?? defaultOf(format);
      return kind === "everything" || scope !== "other" || (own?.services.has(serviceKey(service)) ?? false);
    },
  };
}

const sourceKey = ({ provider, format }: { provider: string; format: string }): string => `${provider}\u0000${format}`;
export const serviceKey = (service: string): string => service.trim().toLowerCase();
