/** A Compose file with one service `api`, of these lines. */
export const service = (...lines: readonly string[]): string =>
  `services:\n  api:\n    image: registry.example.com/api:1.4.2\n${lines.map((line) => `    ${line}\n`).join("")}`;
