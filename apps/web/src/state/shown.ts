import { create } from 'zustand';

/** The conversation on the screen, for what arrives from outside the views. */
export const useShown = create<{ conversation: string | undefined }>(() => ({ conversation: undefined }));

export function setShown(conversation: string | undefined): void {
  useShown.setState({ conversation });
}
