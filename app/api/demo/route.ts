import { route } from "../../../lib/api/route.ts";
import { demoProgress, forgetDemo, startDemo } from "../../../lib/flows/demo-progress.ts";
import { removeDemo } from "../../../lib/flows/load-demo.ts";

export const GET = route({ access: "admin", handle: ({ principal }) => demoProgress(principal) });

export const POST = route({
  access: "admin",
  status: 202,
  handle: async ({ principal }) => {
    startDemo(principal, Date.now());
    return demoProgress(principal);
  },
});

export const DELETE = route({
  access: "admin",
  handle: async ({ principal }) => {
    await removeDemo(principal, new Date());
    forgetDemo();
  },
});
