import { say } from "./say";

/** Send `form` with its files, showing in `bar` how far it is, and go on to the page that answers; `over` when it could not be sent. */
export function sending(form: HTMLFormElement, bar: HTMLProgressElement | null, over: () => void): void {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => { if (bar) [bar.max, bar.value] = [event.total, event.loaded]; });
  request.addEventListener("load", () => {
    history.pushState(null, "", request.responseURL);
    if (request.status < 400) location.reload();
    else document.documentElement.replaceWith(new DOMParser().parseFromString(request.responseText, "text/html").documentElement);
  });
  request.addEventListener("error", () => {
    over();
    say({ kind: "offline", tone: "bad" });
  });
  request.open("POST", form.action || location.href);
  request.send(new FormData(form));
}
