import { exposedPort, type PortFault } from "../../model/exposed-port.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import { clipped } from "../../text/clipped.ts";
import { withTriggers } from "./_instructions.ts";

const FAULTS: Readonly<Record<PortFault, { readonly is: string; readonly peers: readonly string[] }>> = {
  mapping: { is: "maps a host port, which only `docker run -p` can", peers: ["ExposeInvalidFormat"] },
  "not-a-port": { is: "is no port", peers: ["ExposeInvalidFormat"] },
  "out-of-range": { is: "lies beyond 65535", peers: ["DL3011", "DS-0008"] },
  protocol: { is: "names a protocol other than tcp, udp and sctp", peers: ["ExposeInvalidFormat"] },
  reversed: { is: "ends before it starts", peers: ["ExposeInvalidFormat"] },
};

export default defineRule({
  id: "docker/valid-port",
  title: "EXPOSE valid ports",
  severity: "error",
  preset: "recommended",
  category: "correctness",
  artefact: "dockerfile",
  why: "Docker refuses a port that cannot exist, or records one that nothing can be published on. `EXPOSE` names ports inside the container and cannot map them.",
  remedy: "Write `PORT`, `FIRST-LAST` or either with `/tcp`, `/udp` or `/sctp`, between 0 and 65535.",
  peers: {
    hadolint: ["DL3011"],
    trivy: ["DS-0008"],
    buildkit: ["ExposeInvalidFormat", "ExposeProtoCasing"],
  },
  examples: {
    bad: [
      "FROM alpine:3.22\nEXPOSE ⟦80000⟧\n",
      {
        title: "Each word by itself",
        files: "FROM alpine:3.22\nEXPOSE 8080 ⟦8000-70000⟧ ⟦90-80⟧ ⟦http⟧ ⟦127.0.0.1:80:8080⟧ ⟦53/upd⟧ ⟦53/UDP⟧\n",
      },
      { title: "Kept for the images built on this one", files: "FROM alpine:3.22\nONBUILD EXPOSE ⟦70000/tcp⟧\n" },
      { title: "By its default", files: "FROM alpine:3.22\nARG PORT=99999\nEXPOSE ⟦$PORT⟧\n" },
    ],
    good: [
      code`
        FROM alpine:3.22
        EXPOSE 0 8080 8000-8010 53/udp 443/tcp 132/sctp 65535
      `,
      { title: "Decided at build time", files: "FROM alpine:3.22\nARG PORT\nEXPOSE $PORT ${PORT}/udp\n" },
    ],
  },

  *check({ stages }) {
    for (const word of stages.flatMap((stage) => withTriggers(stage, "EXPOSE")).flatMap(({ args }) => args)) {
      if (!word.known || word.value === "") continue;
      const port = exposedPort(word.value);
      if ("fault" in port) {
        const { is, peers } = FAULTS[port.fault];
        yield { at: word, message: `EXPOSE ${clipped(word.value)} ${is}.`, peers };
      } else if (/[A-Z]/.test(word.value)) {
        const message = `The protocol of EXPOSE ${clipped(word.value)} should be in lower case.`;
        yield { at: word, message, peers: ["ExposeProtoCasing"] };
      }
    }
  },
});
