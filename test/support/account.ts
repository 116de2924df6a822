/** Somebody who is signed in. */
export interface Account {
  id: string;
  username: string;
  password: string;
  accessToken: string;
  refreshToken: string;
}
