import { describe, expect, it } from "vitest";
import { suggestTeam } from "./suggest-team.ts";

const SEARCH = { slug: "search", name: "Search" };
const SUPPORT = { slug: "support", name: "Support" };
const key = (name: string, users: string[] = []) => ({ keyKind: "project", key: name, users });
const nothing = { before: [], assigned: [], teams: [SEARCH, SUPPORT] };

describe("the team an unassigned key probably belongs to", () => {
  it("is the one that bore the key in other months", () => {
    const found = suggestTeam(key("support-bot"), { ...nothing, before: [{ ...SEARCH, months: 2 }] });
    expect(found).toEqual({ team: "search", name: "Search", because: "was Search’s in 2 other months" });
  });

  it("is nobody's by the past when two teams bore it, and then the name may say", () => {
    const before = [
      { ...SEARCH, months: 2 },
      { ...SUPPORT, months: 1 },
    ];
    expect(suggestTeam(key("rank"), { ...nothing, before })).toBeNull();
    expect(suggestTeam(key("support_prod"), { ...nothing, before })?.team).toBe("support");
  });

  it("is the one whose other keys the same user has", () => {
    const assigned = [
      { ...key("a1", ["person-1"]), team: SUPPORT },
      { ...key("a2", ["person-1"]), team: SUPPORT },
    ];
    expect(suggestTeam(key("x", ["person-1"]), { ...nothing, assigned })?.because).toBe(
      "same user as 2 keys of Support",
    );
    const torn = [...assigned, { ...key("a3", ["person-1"]), team: SEARCH }];
    expect(suggestTeam(key("x", ["person-1"]), { ...nothing, assigned: torn })).toBeNull();
  });

  it("is the one whose keys begin with the same word", () => {
    const assigned = [{ ...key("rank-prod"), team: SEARCH }];
    expect(suggestTeam(key("rank-eval"), { ...nothing, assigned })?.because).toBe("named like Search’s rank-prod");
    expect(suggestTeam({ ...key("rank-eval"), keyKind: "user" }, { ...nothing, assigned })).toBeNull();
  });

  it("is nobody's without any evidence", () => {
    expect(suggestTeam(key("proj_8841"), nothing)).toBeNull();
    expect(suggestTeam(key("researchers"), nothing)).toBeNull();
  });
});
