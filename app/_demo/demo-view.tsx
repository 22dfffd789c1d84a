"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchKey, send } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";

type DemoProgress = {
  readonly state: "none" | "loading" | "loaded" | "failed";
  readonly message: string;
  readonly signIns: readonly { name: string; email: string; role: string; password: string }[];
};
const LOOK_AGAIN_MS = 800;

/** Loads the demo company and says how far it is. */
export function DemoView() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.demo(),
    queryFn: ({ queryKey, signal }) => fetchKey<DemoProgress>(queryKey, signal),
    refetchInterval: (state) => (state.state.data?.state === "loading" ? LOOK_AGAIN_MS : false),
  });
  const start = useMutation({
    mutationFn: () => send<DemoProgress>("POST", "/api/demo"),
    onSuccess: (progress) => client.setQueryData(keys.demo(), progress),
  });
  return (
    <Frame>
      <div className="head">
        <div>
          <h1>Demo company</h1>
          <p className="sub-line">
            14 months of generated exports and power logs, read, attributed and posted the way your own files would be
          </p>
        </div>
      </div>
      {start.isError && (
        <Notice kind="bad">
          <b>The demo was not started.</b> {start.error.message}
        </Notice>
      )}
      <Loaded query={query} whatFailed="How far the demo is could not be read.">
        {(progress) => <Progress progress={progress} isStarting={start.isPending} onStart={() => start.mutate()} />}
      </Loaded>
    </Frame>
  );
}

function Progress({ progress, isStarting, onStart }: { progress: DemoProgress; isStarting: boolean; onStart(): void }) {
  const { state, message } = progress;
  if (state === "loaded") return <Ready progress={progress} />;
  return (
    <Panel id="demo" title={state === "loading" ? "Loading" : "Not loaded"}>
      {state === "loading" ? (
        <div className="body stack">
          <progress className="demo-progress" {...shareOf(message)} aria-label="Files read" />
          <p className="note" role="status">
            {message}
          </p>
        </div>
      ) : (
        <Empty
          title={state === "failed" ? "The demo could not be loaded" : "The demo company is not loaded"}
          action={
            <button type="button" className="btn main" disabled={isStarting} onClick={onStart}>
              Load the demo company
            </button>
          }
        >
          {message === "" ? "Every page has something on it afterwards; the settings remove all of it again." : message}
        </Empty>
      )}
    </Panel>
  );
}

/** "31 of 64 files read." as a share; nothing known is an unmeasured bar. */
function shareOf(message: string): { value?: number; max?: number } {
  const found = /(\d+) of (\d+)/.exec(message);
  return found === null ? {} : { value: Number(found[1]), max: Number(found[2]) };
}

function Ready({ progress }: { progress: DemoProgress }) {
  return (
    <Panel id="demo" title="Ready" note={progress.message}>
      {progress.signIns.length > 0 && (
        <table className="dense">
          <thead>
            <tr>
              <th>Name</th>
              <th>Role</th>
              <th>E-mail</th>
              <th>Password</th>
            </tr>
          </thead>
          <tbody>
            {progress.signIns.map((person) => (
              <tr key={person.email}>
                <td>{person.name}</td>
                <td>{person.role}</td>
                <td className="mono">{person.email}</td>
                <td className="mono">{person.password}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="act">
        <span className="small soft">
          {progress.signIns.length > 0 ? "The passwords are shown here only until Tokenwatt is stopped." : ""}
        </span>
        <span className="push">
          {/* A whole new page: the navigation is to know the demo's months, teams and rigs. */}
          <a className="btn main" href="/">
            Open the overview
          </a>
        </span>
      </div>
    </Panel>
  );
}
