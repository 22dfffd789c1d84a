import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "../../../../lib/auth/options.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

// Built per request: the secret is read from the data folder, which a build does not have.
const handler = (request: NextRequest, context: Context): Promise<Response> =>
  NextAuth(request, context, authOptions());

export { handler as GET, handler as POST };
