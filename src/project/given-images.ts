import { contextName } from "../model/image-reference.ts";
import { append } from "../text/append.ts";
import { remembered } from "../text/remembered.ts";
import type { Place } from "../text/source-file.ts";
import { namedBuilds } from "./build.ts";
import type { Project } from "./project.ts";

/**
 * Is the report about a name in a Dockerfile that a build of it gives as a context? That may be any image, another build or a
 * folder, whatever image has the name.
 */
export const isOfGivenImage: (
  project: Pick<Project, "all">,
) => (report: { readonly at: { readonly range: Place } }) => boolean = remembered((project) => {
  const names = new Map<string, string[]>();
  for (const { dockerfile, contexts = [] } of namedBuilds(project)) {
    for (const { name } of contexts) append(names, dockerfile, contextName(name));
  }
  const given = new Map<string, Place[]>();
  for (const { range, sources } of project.all("dockerfile")) {
    const known = names.get(range.path);
    if (!known) continue;
    for (const source of sources) {
      if (source.known && known.includes(contextName(source.value))) append(given, range.path, source.range);
    }
  }
  return ({ at: { range } }) =>
    given.get(range.path)?.some(({ start, end }) => start <= range.start && range.start < end) === true;
});
