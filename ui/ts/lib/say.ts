/** What a toast shows: a text, or one of the two failures that the toast region words by itself. `steps`: one of many small steps, of which the last is told. */
export interface Message { text?: string; tone?: string; undo?: string; kind?: "failed" | "offline"; steps?: boolean }

export const say = (message: Message): void => void document.body.dispatchEvent(new CustomEvent("toast", { detail: message }));
