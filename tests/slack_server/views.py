"""Modals and home tabs: opened with a trigger, pushed, changed, published, and what an answer to a submission does."""

import secrets
from typing import Any

from tests.slack_server.blocks import check_view
from tests.slack_server.methods import method, user_of
from tests.slack_server.things import TRIGGER_SECONDS, Json, Refused, Trigger, View, Workspace
from tests.slack_server.world import World

STACK = 3


@method("views.open")
def open_(world: World, workspace: Workspace, body: Json) -> Json:
    trigger = _trigger(world, workspace, body)
    view = _made(world, workspace, check_view(body.get("view")), trigger.user)
    for other in world.views:
        other.open = other.open and other.user != trigger.user
    return _shown_new(world, workspace, view, trigger)


@method("views.push")
def push(world: World, workspace: Workspace, body: Json) -> Json:
    trigger = _trigger(world, workspace, body)
    current = world.modal(trigger.user)
    if trigger.view is None or current is None:
        raise Refused("invalid_trigger_id")
    view = pushed(world, workspace, body.get("view"), current)
    return _shown_new(world, workspace, view, trigger)


@method("views.update")
def update(world: World, workspace: Workspace, body: Json) -> Json:
    checked = check_view(body.get("view"), kinds=("modal", "home"))
    view = _wanted(world, workspace, body)
    _same(view, body)
    if view.body["type"] != checked["type"]:
        raise Refused("invalid_arguments")
    replace(world, workspace, view, checked)
    return {"view": view.shown(workspace)}


@method("views.publish")
def publish(world: World, workspace: Workspace, body: Json) -> Json:
    checked = check_view(body.get("view"), kinds=("home",))
    user = user_of(world, workspace, body.get("user_id"))
    view = world.homes.get(user.id)
    if view is None:
        view = _made(world, workspace, checked, user.id)
        world.views.append(view)
        view.open = False  # a home tab lies in no stack of modals
        world.homes[user.id] = view
    else:
        _same(view, body)
        replace(world, workspace, view, checked)
    return {"view": view.shown(workspace)}


def pushed(world: World, workspace: Workspace, given: Any, on: View) -> View:
    """A view above another; at most two can lie on the first. Raises Refused."""
    if sum(view.root == on.root and view.open for view in world.views) >= STACK:
        raise Refused("push_limit_reached")
    return _made(world, workspace, check_view(given), on.user, on=on)


def replace(world: World, workspace: Workspace, view: View, checked: Json) -> None:
    """Change a view in place. What was typed stays where the block and the element keep their ids."""
    _unused(world, workspace, checked, but=view)
    kept = {
        (block["block_id"], block["element"]["action_id"]) for block in checked["blocks"] if block["type"] == "input"
    }
    view.values = {
        block: {action: value for action, value in values.items() if (block, action) in kept}
        for block, values in view.values.items()
    }
    view.body = checked
    view.hash = _hash(world)


def obey(world: World, workspace: Workspace, view: View, answer: Json | None) -> None:
    """What the answer to a view_submission does; raises Refused where Slack would show the person an error."""
    action = (answer or {}).get("response_action")
    if action is None:
        view.open = False
    elif action == "clear":
        for other in world.views:
            other.open = other.open and other.root != view.root
    elif action == "errors":
        _check_errors(view, (answer or {}).get("errors"))
    elif action == "update":
        replace(world, workspace, view, check_view((answer or {}).get("view")))
    elif action == "push":
        world.views.append(pushed(world, workspace, (answer or {}).get("view"), view))
    else:
        raise Refused("invalid_response_action")


def _check_errors(view: View, errors: Any) -> None:
    """Errors stand at input blocks of the view, by their block_id; for others Slack shows a failure instead."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if (
        not isinstance(errors, dict)
        or not errors
        or not all(isinstance(text, str) and text for text in errors.values())
    ):
        raise Refused("invalid_errors")
    if unknown := errors.keys() - inputs:
        raise Refused("invalid_errors", blocks=sorted(unknown))


def _trigger(world: World, workspace: Workspace, body: Json) -> Trigger:
    trigger = world.triggers.get(str(body.get("trigger_id")))
    if trigger is None or trigger.team != workspace.id:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if world.now() - trigger.made > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    return trigger


def _shown_new(world: World, workspace: Workspace, view: View, trigger: Trigger) -> Json:
    trigger.used = True
    world.views.append(view)
    return {"view": view.shown(workspace)}


def _made(world: World, workspace: Workspace, checked: Json, user: str, *, on: View | None = None) -> View:
    _unused(world, workspace, checked)
    id_ = world.new_id("V")
    view = View(id=id_, team=workspace.id, user=user, body=checked, hash=_hash(world), root=on.root if on else id_)
    view.previous = on.id if on else None
    return view


def _unused(world: World, workspace: Workspace, checked: Json, *, but: View | None = None) -> None:
    name = checked.get("external_id")
    alive = [view for view in world.views if view is not but and (view.open or view in world.homes.values())]
    if name and any(view.team == workspace.id and view.body.get("external_id") == name for view in alive):
        raise Refused("duplicate_external_id")


def _wanted(world: World, workspace: Workspace, body: Json) -> View:
    for view in world.views:
        named = body.get("external_id") and view.body.get("external_id") == body["external_id"]
        alive = view.team == workspace.id and (view.open or view.body["type"] == "home")
        if alive and (view.id == body.get("view_id") or named):
            return view
    raise Refused("not_found")


def _same(view: View, body: Json) -> None:
    if body.get("hash") and body["hash"] != view.hash:
        raise Refused("hash_conflict")


def _hash(world: World) -> str:
    return f"{int(world.now())}.{secrets.token_hex(4)}"
