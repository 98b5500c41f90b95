"""A stock Bolt app, as one writes it after reading Slack's tutorial; it knows nothing of the sandbox."""

import os

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))


def text(words):
    return {"type": "plain_text", "text": words}


def button(words, action_id):
    return {"type": "actions", "elements": [{"type": "button", "text": text(words), "action_id": action_id}]}


@app.command("/ask")
def ask(ack, say):
    ack("One moment.")
    say(text="Tell me more?", blocks=[button("Tell", "tell")])


@app.action("tell")
def tell(ack, body, client):
    ack()
    name = {"type": "plain_text_input", "action_id": "name"}
    view = {"type": "modal", "callback_id": "telling", "title": text("Tell"), "submit": text("Send")}
    view["blocks"] = [{"type": "input", "block_id": "who", "label": text("With whom?"), "element": name}]
    client.views_open(trigger_id=body["trigger_id"], view=view)


@app.view("telling")
def telling(ack, body, view, client):
    name = view["state"]["values"]["who"]["name"]["value"]
    found = [user["id"] for user in client.users_list()["members"] if user["name"] == name]
    if not found:
        ack(response_action="errors", errors={"who": f"There is nobody called {name}."})
        return
    ack()
    group = client.conversations_open(users=[body["user"]["id"], found[0]])
    client.chat_postMessage(channel=group["channel"]["id"], text="I bring you two together.")


@app.event("app_home_opened")
def home(event, client):
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [button("Tell", "tell")]})


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
