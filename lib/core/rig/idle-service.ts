/** How the ledger names what nobody used of a rig where a team carries it all the same. */
export const idleService = (rigName: string): string => `${rigName}, idle`;
/** Is this the service of carried idle time of the rig. */
export const isIdleService = (service: string, rigName: string): boolean => service === idleService(rigName);
