/* A certified OpenID provider for the tests. ISSUER, CLIENT, ACCOUNTS (claims by login) and PORT come from the environment. */
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const accounts = JSON.parse(process.env.ACCOUNTS);
const provider = new Provider(process.env.ISSUER, {
  clients: [JSON.parse(process.env.CLIENT)],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  pkce: { required: () => true },
  cookies: { keys: ["tests"] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
});
createServer(provider.callback()).listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
