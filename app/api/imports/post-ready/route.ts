import { route } from "../../../../lib/api/route.ts";
import { postReady } from "../../../../lib/flows/post-ready.ts";

export const POST = route({ access: "admin", handle: ({ principal }) => postReady({ by: principal.name }) });
