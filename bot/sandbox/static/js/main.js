import { App, broken } from "./app.js";

const app = new App();
app.start().catch((error) => {
  console.error(error);
  broken(error);
});
