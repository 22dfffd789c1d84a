import { route } from "../../../lib/api/route.ts";
import { listMappings } from "../../../lib/flows/mappings.ts";

export const GET = route({ access: "admin", handle: () => listMappings() });
