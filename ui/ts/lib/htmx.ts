/* htmx, told to carry our token; lib/unanswered.ts speaks of failures. */
import htmx from "htmx.org";

const token = (): string => document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";

interface Asked { headers: Record<string, string>; parameters: Record<string, unknown>; elt: Element }

/* A form that carries a version carries the newest one: an edit in place may have changed the record since the page was drawn. */
document.addEventListener("htmx:configRequest", (event) => {
  const { headers, parameters, elt } = (event as CustomEvent<Asked>).detail;
  headers["X-CSRFToken"] = token();
  const version = elt.closest<HTMLElement>("[data-version]")?.dataset.version;
  if (version && parameters.version !== undefined) parameters.version = version;
});

let running = 0;
const show = (change: number) => (): void => {
  running = Math.max(0, running + change);
  document.getElementById("page-progress")?.classList.toggle("htmx-request", running > 0);
};
document.addEventListener("htmx:beforeRequest", show(1));
document.addEventListener("htmx:afterRequest", show(-1));

export default htmx;
