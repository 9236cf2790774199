/** What a toast shows: a text, or one of the two failures that the toast region words by itself. */
export interface Message { text?: string; tone?: string; undo?: string; kind?: "failed" | "offline" }

export const say = (message: Message): void => void document.body.dispatchEvent(new CustomEvent("toast", { detail: message }));
