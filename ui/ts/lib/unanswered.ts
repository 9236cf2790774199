/* What is asked for by itself says where it stands that no answer came, and asks again from there. Without this it would seem to count for ever. */
import htmx from "./htmx";
import { say } from "./say";

type Kind = "failed" | "offline";

/** Say that a request of `from` had no answer: in its place if it has a `[data-unanswered]`, else in a toast. */
function refused(from: Element, kind: Kind): void {
  const told = from.querySelector<HTMLElement>("[data-unanswered]");
  if (!told) return say({ kind, tone: "bad" });
  turn(from, told, true);
}

/** Show either that no answer came, or that one is waited for. */
function turn(from: Element, told: HTMLElement, isRefused: boolean): void {
  told.hidden = !isRefused;
  for (const other of from.querySelectorAll<HTMLElement>(":scope > .report-counting, :scope > form")) other.hidden = isRefused;
}

const heard = (kind: Kind) => (event: Event): void => refused((event as CustomEvent<{ elt: Element }>).detail.elt, kind);
document.addEventListener("htmx:responseError", heard("failed"));
document.addEventListener("htmx:sendError", heard("offline"));

document.addEventListener("click", (event) => {
  const told = (event.target as Element).closest?.("[data-ask-again]")?.closest<HTMLElement>("[data-unanswered]");
  const from = told?.parentElement;
  if (!told || !from) return;
  turn(from, told, false);
  htmx.trigger(from, "renew");
});
