import { route } from "../../../lib/api/route.ts";
import { checkHealth } from "../../../lib/flows/health.ts";

export const dynamic = "force-dynamic";

export const GET = route({ access: "public", handle: checkHealth });
