import { meta } from "../lib/server";

interface Described { id: string; type: PublicKeyCredentialType }
interface Question {
  challenge: string;
  user?: { id: string; name: string; displayName: string };
  excludeCredentials?: Described[];
  allowCredentials?: Described[];
}

/** <x-passkey data-purpose data-failed> around a form: the button asks a passkey and posts what it says. Hidden where there are none. */
export class Passkey extends HTMLElement {
  connectedCallback(): void {
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    const button = this.querySelector<HTMLButtonElement>("[data-passkey]");
    button?.addEventListener("click", () => {
      button.disabled = true;
      void this.ask().catch(() => this.fail()).finally(() => (button.disabled = false));
    });
  }

  private async ask(): Promise<void> {
    const purpose = this.dataset.purpose ?? "";
    const sent = new URLSearchParams({ purpose });
    const answer = await fetch("/sign-in/passkey/question", { method: "POST", body: sent, headers: { "X-CSRFToken": meta("csrf") }, credentials: "same-origin" });
    if (!answer.ok) return this.fail();
    const { publicKey } = (await answer.json()) as { publicKey: Question };
    const given = purpose === "new" ? await navigator.credentials.create({ publicKey: decoded(publicKey) as unknown as PublicKeyCredentialCreationOptions }) : await navigator.credentials.get({ publicKey: decoded(publicKey) as unknown as PublicKeyCredentialRequestOptions });
    const form = this.querySelector("form");
    const field = form?.querySelector<HTMLInputElement>("[name=answer]");
    if (!form || !field || !given) return this.fail();
    field.value = JSON.stringify(encoded(given as PublicKeyCredential));
    form.submit();
  }

  private fail(): void {
    const place = this.querySelector<HTMLElement>("[role=alert]");
    if (!place) return;
    place.hidden = false;
    place.textContent = this.dataset.failed ?? "";
  }
}

const described = (items?: Described[]) => items?.map((item) => ({ ...item, id: bytes(item.id) }));

function decoded(question: Question): object {
  const { user, excludeCredentials, allowCredentials } = question;
  return {
    ...question,
    challenge: bytes(question.challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(excludeCredentials && { excludeCredentials: described(excludeCredentials) }),
    ...(allowCredentials && { allowCredentials: described(allowCredentials) }),
  };
}

function encoded(given: PublicKeyCredential): object {
  const response = given.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const parts: Record<string, string> = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) parts.attestationObject = text(response.attestationObject);
  if (response.authenticatorData && response.signature) Object.assign(parts, { authenticatorData: text(response.authenticatorData), signature: text(response.signature) });
  if (response.userHandle) parts.userHandle = text(response.userHandle);
  return { id: given.id, rawId: text(given.rawId), type: given.type, response: parts, clientExtensionResults: {} };
}

const bytes = (given: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(given.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (given: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(given))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
