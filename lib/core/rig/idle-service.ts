const ENDING = ", idle";

/** How the ledger names what nobody used of a rig where a team carries it all the same. */
export const idleService = (rigName: string): string => `${rigName}${ENDING}`;
/** Is this the service of carried idle time, of a rig by any name it had. */
export const isIdleService = (service: string): boolean => service.endsWith(ENDING);
/** Was this part of a rig's month used by nobody, whoever carries it. */
export const isIdlePart = ({ bearer, service }: { bearer: string; service: string }): boolean =>
  bearer === "idle" || isIdleService(service);
