/** Where the catalogue's prices were printed. */
export const CATALOGUE_SOURCE = "“Cloud AI vs Local LLM for Coding”, 12 May 2026";
