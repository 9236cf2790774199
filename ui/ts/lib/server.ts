/* Talking to the server as htmx does: same token, same toasts, same refresh. */
import htmx from "./htmx";

const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";

export interface Answer {
  status: number;
  html: string;
  headers: Headers;
}

/** Ask for a fragment; events the server names in HX-Trigger are raised on the body. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { "HX-Request": "true", "X-CSRFToken": meta("csrf"), ...(init.headers as Record<string, string>) };
  const answer = await fetch(url, { ...init, headers, credentials: "same-origin" });
  if (answer.redirected && answer.url.includes("/sign-in")) location.reload();
  raise(answer.headers.get("HX-Trigger"));
  const place = answer.headers.get("HX-Redirect");
  if (place) location.assign(place);
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

export function post(url: string, values: FormData | Record<string, string>): Promise<Answer> {
  const body = values instanceof FormData ? values : new URLSearchParams(values);
  return ask(url, { method: "POST", body });
}

function raise(header: string | null): void {
  if (!header) return;
  const events: Record<string, unknown> = header.startsWith("{") ? JSON.parse(header) : Object.fromEntries(header.split(",").map((name) => [name.trim(), {}]));
  for (const [name, detail] of Object.entries(events)) document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

/** Put a fragment into `target` and wake what is inside. */
export function fill(target: Element, html: string): void {
  target.innerHTML = html;
  htmx.process(target);
}

const PARTS = ["board", "calendar", "board-sums", "count", "timeline", "my-tasks", "settings"];

/** Fetch the page again and replace what shows records; a list as a whole, for it may have been empty or become so. */
export async function refresh(url: string = location.href): Promise<void> {
  const { status, html } = await ask(url, { headers: { "HX-Request": "false" } });
  if (status !== 200) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const listing = fresh.querySelector<HTMLElement>("x-select#listing");
  if (listing) return relist(listing);
  const focused = focus();
  const record = document.querySelector<HTMLElement>("main #record:not(:has(form.edit))");
  for (const id of record ? ["record", ...PARTS] : PARTS) {
    const [now, then] = [document.getElementById(id), fresh.getElementById(id)];
    if (!now || !then) continue;
    if (then.dataset.version) now.dataset.version = then.dataset.version;
    fill(now, then.innerHTML);
    if (id === "record") break;
  }
  refocus(focused);
}

/** Where the focus is, by what is there again after the page was read anew. */
const focus = (): string => document.activeElement?.closest<HTMLElement>("main [id]")?.id ?? "";

function refocus(id: string): void {
  const place = document.getElementById(id);
  if (place && !place.contains(document.activeElement)) (place.querySelector<HTMLElement>(".stages .is-current button:enabled, .row-link") ?? place).focus({ preventScroll: true });
}

/** Put a list in place of the one that is shown: scrolled as it was, with the same rows chosen and the same thing in focus. */
function relist(listing: HTMLElement): void {
  const now = document.querySelector<HTMLElement>("x-select#listing");
  if (!now) return;
  const scrolled = now.querySelector(".table-scroll")?.scrollTop ?? 0;
  const chosen = new Set([...now.querySelectorAll<HTMLInputElement>("input[name=ids]:checked")].map((box) => box.value));
  const focused = focus();
  for (const box of listing.querySelectorAll<HTMLInputElement>("input[name=ids]")) box.checked = chosen.has(box.value);
  now.replaceWith(listing);
  htmx.process(listing);
  listing.querySelector(".table-scroll")?.scrollTo({ top: scrolled });
  refocus(focused);
}

/** Say something to people who do not see the page. */
export function announce(text: string): void {
  const place = document.getElementById("announcer");
  if (place) place.textContent = text;
}

export function setCookie(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

export { meta };
