// Generated from proto/ by `npm run contracts`. DO NOT EDIT.
/* eslint-disable */
import type { MessageSchema } from '../service-contract.js';

/** JSON Schema of every message, by its full name as `$id`. */
export const SCHEMAS: readonly MessageSchema[] = [{
 "$id": "parley.chat.internal.v1.DeliverRequest",
 "type": "object",
 "description": "What one node has to write, in order within each conversation.",
 "properties": {
  "deliveries": {
   "type": "array",
   "items": {
    "$ref": "parley.chat.internal.v1.Delivery"
   }
  },
  "missed": {
   "type": "boolean",
   "description": "The caller had given the node up for a while: its clients may have missed something before this, and are to connect anew."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.internal.v1.DeliverResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.internal.v1.Delivery",
 "type": "object",
 "description": "One frame and whom it is for.",
 "properties": {
  "session": {
   "type": "string",
   "description": "For one session: the answer to its command."
  },
  "users": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "description": "For every session of these users but `session`."
  },
  "ack": {
   "$ref": "parley.conversation.v1.Ack"
  },
  "refused": {
   "$ref": "parley.chat.internal.v1.Refused"
  },
  "entry": {
   "$ref": "parley.conversation.v1.Entry"
  },
  "receipt": {
   "$ref": "parley.conversation.v1.Receipt"
  },
  "typing": {
   "$ref": "parley.chat.internal.v1.Typing"
  },
  "counts": {
   "$ref": "parley.chat.internal.v1.ReceiptCounts"
  },
  "members": {
   "type": "boolean",
   "description": "The event is for every session of the conversation's members too, as far as they may read it."
  },
  "memberships": {
   "type": "array",
   "items": {
    "$ref": "parley.chat.internal.v1.Membership"
   },
   "description": "Who may read the conversation from this event on, or no longer after it."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.internal.v1.Membership",
 "type": "object",
 "description": "From where on a user may read a conversation.",
 "properties": {
  "user": {
   "type": "string"
  },
  "from": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `seq` of the first entry that the user may read; 0: the user is no member any more."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.internal.v1.ReceiptCounts",
 "type": "object",
 "description": "How many members have received and read one's own message, in a group that is too large to tell one by one.",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "seq": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "received": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "read": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.internal.v1.Refused",
 "type": "object",
 "description": "The sequencer refused a command; nothing of it is stored.",
 "properties": {
  "id": {
   "type": "string"
  },
  "code": {
   "type": "string"
  },
  "message": {
   "type": "string"
  },
  "field": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.internal.v1.Typing",
 "type": "object",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "user": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.v1.CursorFrame",
 "type": "object",
 "description": "`received` and `read`: a cumulative cursor.",
 "properties": {
  "id": {
   "type": "string",
   "maxLength": 64,
   "description": "Comes back in the `error`, if there is one."
  },
  "conversation": {
   "type": "string",
   "minLength": 1,
   "maxLength": 128
  },
  "seq": {
   "type": "integer",
   "minimum": 1,
   "maximum": 9007199254740991
  }
 },
 "required": [
  "conversation",
  "seq"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.chat.v1.HistoryFrame",
 "type": "object",
 "description": "`history`: asks for a page of entries.",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64,
   "description": "Comes back in the `page`."
  },
  "conversation": {
   "type": "string",
   "minLength": 1,
   "maxLength": 128
  },
  "before": {
   "type": "integer",
   "minimum": 1,
   "maximum": 9007199254740991
  },
  "after": {
   "type": "integer",
   "minimum": 0,
   "maximum": 9007199254740991
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many messages at most; 50 if absent."
  }
 },
 "required": [
  "id",
  "conversation"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.chat.v1.PingFrame",
 "type": "object",
 "description": "`ping`: answered by `pong`.",
 "properties": {
  "id": {
   "type": "string",
   "maxLength": 64
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.chat.v1.TypingFrame",
 "type": "object",
 "description": "`typing`: the user is writing.",
 "properties": {
  "id": {
   "type": "string",
   "maxLength": 64
  },
  "conversation": {
   "type": "string",
   "minLength": 1,
   "maxLength": 128
  }
 },
 "required": [
  "conversation"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.chat.v1.WatchFrame",
 "type": "object",
 "description": "`watch` and `unwatch`: whose presence the client shows.",
 "properties": {
  "id": {
   "type": "string",
   "maxLength": 64
  },
  "users": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "minItems": 1,
   "maxItems": 200
  }
 },
 "required": [
  "users"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.AppendRequest",
 "type": "object",
 "properties": {
  "postings": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.internal.v1.Posting"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.AppendResponse",
 "type": "object",
 "properties": {
  "refusals": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.internal.v1.Refusal"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.AwaitStoredRequest",
 "type": "object",
 "description": "Which places of the log History has passed.",
 "properties": {
  "ends": {
   "type": "array",
   "items": {
    "type": "integer",
    "minimum": -9007199254740991,
    "maximum": 9007199254740991
   },
   "maxItems": 1024,
   "description": "For each partition the offset below which everything is to be stored; 0 where nothing is asked."
  },
  "waitMs": {
   "type": "integer",
   "minimum": 0,
   "maximum": 10000,
   "description": "How long to wait for it, in milliseconds."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.AwaitStoredResponse",
 "type": "object",
 "properties": {
  "partitions": {
   "type": "array",
   "items": {
    "type": "integer",
    "minimum": -2147483648,
    "maximum": 2147483647
   },
   "description": "The partitions of which this instance knows that it is; it knows nothing of those that it does not own."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.Block",
 "type": "object",
 "description": "`from` blocks the other participant of a direct conversation, or takes it back.",
 "properties": {
  "blocked": {
   "type": "boolean"
  },
  "version": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "Grows with each change of this pair; an older one changes nothing."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.Command",
 "type": "object",
 "description": "One change that somebody asks for, as it stands in the log.",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "from": {
   "type": "string",
   "description": "The user who asks."
  },
  "id": {
   "type": "string",
   "description": "The client's own id for it."
  },
  "send": {
   "$ref": "parley.conversation.internal.v1.Send"
  },
  "block": {
   "$ref": "parley.conversation.internal.v1.Block"
  },
  "change": {
   "$ref": "parley.conversation.internal.v1.GroupChange"
  },
  "origin": {
   "allOf": [
    {
     "$ref": "parley.conversation.internal.v1.Origin"
    }
   ],
   "description": "Where the answer goes; absent if nobody waits for one."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.CursorMove",
 "type": "object",
 "description": "A user has received or read up to a `seq`; 0 where nothing moved.",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "user": {
   "type": "string"
  },
  "received": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "read": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "decided": {
   "type": "boolean",
   "description": "The node itself has written an entry with the `seq` that was received, or a later one, to its sockets: it is decided, so nobody\nhas to look whether there is one."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.GroupChange",
 "type": "object",
 "description": "What has become of a group, as the group service has decided it. The service numbers the changes of a group 1, 2, 3 … and\nputs them into the log in that order; one that is not newer than the last changes nothing.",
 "properties": {
  "version": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "event": {
   "type": "string",
   "description": "As in parley.conversation.v1.System. `from` of the command is who did it."
  },
  "members": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.internal.v1.MemberChange"
   },
   "description": "Who is concerned, at most 200. Consecutive changes of the same kind may travel as one, which has the version of the last."
  },
  "text": {
   "type": "string",
   "description": "The new name, description, URL of the picture, or visibility."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.MemberChange",
 "type": "object",
 "description": "What a user is in a group from now on.",
 "properties": {
  "user": {
   "type": "string"
  },
  "role": {
   "type": "string",
   "description": "`owner`, `admin` or `member`; empty: no member any more."
  },
  "version": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The version of the change that made it so, if it is not that of the whole."
  },
  "fromStart": {
   "type": "boolean",
   "description": "The user may read from the first entry on, not only from this one."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.MoveCursorsRequest",
 "type": "object",
 "properties": {
  "moves": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.internal.v1.CursorMove"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.MoveCursorsResponse",
 "type": "object",
 "properties": {
  "refusals": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.internal.v1.Refusal"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.Origin",
 "type": "object",
 "description": "A node (a chat node, or the instance that took a REST call) and the session there.",
 "properties": {
  "node": {
   "type": "string"
  },
  "session": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.Posting",
 "type": "object",
 "description": "A message that a user's session wants to send.",
 "properties": {
  "from": {
   "type": "string",
   "description": "The user who sends, as the node has authenticated them."
  },
  "message": {
   "$ref": "parley.conversation.v1.SendMessageRequest"
  },
  "origin": {
   "$ref": "parley.conversation.internal.v1.Origin"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.Record",
 "type": "object",
 "description": "What one append writes: a batch of commands of one partition.",
 "properties": {
  "commands": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.internal.v1.Command"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.Refusal",
 "type": "object",
 "description": "A part of a batch that was refused; nothing of it is stored.",
 "properties": {
  "index": {
   "type": "integer",
   "minimum": -2147483648,
   "maximum": 2147483647,
   "description": "Place in the request."
  },
  "code": {
   "type": "string"
  },
  "message": {
   "type": "string"
  },
  "field": {
   "type": "string"
  },
  "retryAfterMs": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.Send",
 "type": "object",
 "description": "A message.",
 "properties": {
  "body": {
   "type": "string"
  },
  "after": {
   "type": "string"
  },
  "replyTo": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "mentions": {
   "type": "array",
   "items": {
    "type": "string"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.SyncRequest",
 "type": "object",
 "properties": {
  "user": {
   "type": "string",
   "minLength": 1
  },
  "since": {
   "type": "string",
   "maxLength": 1024,
   "description": "`since` of the device's last `ready`; absent on a new device."
  }
 },
 "required": [
  "user"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.SyncResponse",
 "type": "object",
 "properties": {
  "since": {
   "type": "string",
   "description": "The position up to which the device is now up to date."
  },
  "reset": {
   "type": "boolean",
   "description": "`since` was absent or could not be used: nothing is listed, the client loads what it shows."
  },
  "entries": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.v1.Entry"
   },
   "description": "Missed entries, in order within each conversation."
  },
  "changes": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.v1.Conversation"
   },
   "description": "Conversations that moved by more than is sent."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.TypingRequest",
 "type": "object",
 "properties": {
  "user": {
   "type": "string",
   "minLength": 1
  },
  "conversation": {
   "type": "string",
   "minLength": 1
  }
 },
 "required": [
  "user",
  "conversation"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.internal.v1.TypingResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.Ack",
 "type": "object",
 "description": "A message was accepted: durable, and at this place in the order.",
 "properties": {
  "id": {
   "type": "string",
   "description": "The id that the sender's client gave the message."
  },
  "conversation": {
   "type": "string"
  },
  "seq": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "at": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When the log accepted it, in milliseconds since the epoch."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.Conversation",
 "type": "object",
 "description": "A conversation as its caller sees it.",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "user": {
   "type": "string",
   "description": "The other participant of a direct conversation."
  },
  "head": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `seq` of the newest entry."
  },
  "read": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The caller's read cursor."
  },
  "unread": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "How many messages the caller has not read."
  },
  "last": {
   "allOf": [
    {
     "$ref": "parley.conversation.v1.Entry"
    }
   ],
   "description": "The newest message that the caller may read."
  },
  "receipt": {
   "allOf": [
    {
     "$ref": "parley.conversation.v1.Receipt"
    }
   ],
   "description": "How far the other participant of a direct conversation has received and read."
  },
  "group": {
   "type": "string",
   "description": "The id of the group of a group conversation."
  },
  "mentions": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "How many of the unread messages mention the caller."
  },
  "at": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "Time of the last activity, by which lists are sorted: the newest message, or the caller's joining; milliseconds since the epoch."
  },
  "from": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `seq` of the first entry that the caller may read."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.Entry",
 "type": "object",
 "description": "Something that happened in a conversation. The same object over REST and over the WebSocket.",
 "properties": {
  "conversation": {
   "type": "string",
   "description": "Opaque id of the conversation."
  },
  "seq": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "Place in the conversation: 1, 2, 3 … without gaps, the same for all participants."
  },
  "ordinal": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "How many messages the conversation holds up to and including this entry."
  },
  "kind": {
   "type": "string",
   "description": "`message`, `edit`, `delete`, `reaction` or `system`."
  },
  "id": {
   "type": "string",
   "description": "The id that the sender's client gave it."
  },
  "from": {
   "type": "string",
   "description": "The user who did it."
  },
  "at": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When the log accepted it, in milliseconds since the epoch."
  },
  "body": {
   "type": "string",
   "description": "Text of a message."
  },
  "target": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `seq` that this entry is about, for edits, deletes and reactions."
  },
  "replyTo": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `seq` of the message that this one answers."
  },
  "mentions": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "description": "Members whom a message mentions, by id."
  },
  "system": {
   "allOf": [
    {
     "$ref": "parley.conversation.v1.System"
    }
   ],
   "description": "What a system entry says."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.EntryPage",
 "type": "object",
 "description": "A page of entries, ascending by `seq`.",
 "properties": {
  "entries": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.v1.Entry"
   }
  },
  "more": {
   "type": "boolean",
   "description": "Whether further entries exist in the direction that was asked for."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.ListConversationsRequest",
 "type": "object",
 "properties": {
  "pageToken": {
   "type": "string",
   "maxLength": 256
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many at most; 50 if absent."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.ListConversationsResponse",
 "type": "object",
 "properties": {
  "conversations": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.v1.Conversation"
   }
  },
  "nextPageToken": {
   "type": "string",
   "description": "Empty on the last page."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.ListEntriesRequest",
 "type": "object",
 "description": "Selects a page of entries. Without `before` and `after`: the newest.",
 "properties": {
  "conversation": {
   "type": "string",
   "minLength": 1,
   "maxLength": 128
  },
  "before": {
   "type": "integer",
   "minimum": 1,
   "maximum": 9007199254740991,
   "description": "Only entries with a smaller `seq`, the nearest first to be chosen."
  },
  "after": {
   "type": "integer",
   "minimum": 0,
   "maximum": 9007199254740991,
   "description": "Only entries with a greater `seq`, the nearest first to be chosen."
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many messages at most; 50 if absent. Other entries in the range ride along."
  }
 },
 "required": [
  "conversation"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.Receipt",
 "type": "object",
 "description": "The receipt that a participant has left: how far they received and read.",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "user": {
   "type": "string"
  },
  "received": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The greatest `seq` that one of the user's devices has received."
  },
  "read": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The greatest `seq` that the user has read."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.Recipient",
 "type": "object",
 "description": "To whom a message goes: one of the two.",
 "properties": {
  "user": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64,
   "description": "A user's id."
  },
  "group": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64,
   "description": "A group's id."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.SendMessageRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "pattern": "^[A-Za-z0-9_-]{1,64}$",
   "description": "The client's own id for the message, by preference a UUIDv7."
  },
  "to": {
   "$ref": "parley.conversation.v1.Recipient"
  },
  "body": {
   "type": "string",
   "minLength": 1,
   "maxBytes": 16384,
   "description": "Text, at most 16 KiB of UTF-8, without NUL."
  },
  "after": {
   "type": "string",
   "pattern": "^[A-Za-z0-9_-]{1,64}$",
   "description": "The id of the sender's previous message in the conversation that is not yet acknowledged."
  },
  "replyTo": {
   "type": "integer",
   "minimum": 1,
   "maximum": 9007199254740991,
   "description": "The `seq` of the message that this one answers."
  },
  "mentions": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "maxItems": 50,
   "description": "Whom the message mentions, by id. Who takes no part in the conversation is left out."
  }
 },
 "required": [
  "id",
  "to",
  "body"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.SetCursorsRequest",
 "type": "object",
 "description": "Cumulative cursors: they only move forward, and never beyond the newest entry.",
 "properties": {
  "conversation": {
   "type": "string",
   "minLength": 1,
   "maxLength": 128
  },
  "received": {
   "type": "integer",
   "minimum": 0,
   "maximum": 9007199254740991
  },
  "read": {
   "type": "integer",
   "minimum": 0,
   "maximum": 9007199254740991
  }
 },
 "required": [
  "conversation"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.conversation.v1.System",
 "type": "object",
 "description": "A change of a group, as its members see it.",
 "properties": {
  "event": {
   "type": "string",
   "description": "`created`, `added`, `joined`, `left`, `removed`, `role`, `renamed`, `described`, `picture`, `visibility` or `deleted`."
  },
  "users": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "description": "Whom it concerns: who was added, joined, left, was removed, or has another role."
  },
  "role": {
   "type": "string",
   "description": "The role that they have now; empty if they are no members any more."
  },
  "text": {
   "type": "string",
   "description": "The new name, description, URL of the picture, or visibility."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.discovery.v1.ChooseChatNodeRequest",
 "type": "object",
 "properties": {
  "zone": {
   "type": "string",
   "maxLength": 64,
   "description": "The client's zone; nodes there are preferred."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.discovery.v1.ChooseChatNodeResponse",
 "type": "object",
 "properties": {
  "node": {
   "type": "string"
  },
  "url": {
   "type": "string",
   "description": "WebSocket URL; a client adds `since` of its last `ready` to it."
  },
  "expiresAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When the ticket in the URL expires, in milliseconds since the epoch."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.internal.v1.CheckInviteRequest",
 "type": "object",
 "properties": {
  "code": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "code"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.internal.v1.CheckInviteResponse",
 "type": "object",
 "properties": {
  "good": {
   "type": "boolean"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.AcceptInviteRequest",
 "type": "object",
 "properties": {
  "code": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "code"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.AddMembersRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "userIds": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "minItems": 1,
   "maxItems": 1000
  }
 },
 "required": [
  "id",
  "userIds"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.AddMembersResponse",
 "type": "object",
 "properties": {
  "added": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "description": "Those who were no members before."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.CreateGroupRequest",
 "type": "object",
 "properties": {
  "name": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64,
   "description": "1 to 64 characters on one line. Names of public groups are unique without regard to case."
  },
  "description": {
   "type": "string",
   "maxLength": 512
  },
  "picture": {
   "type": "string",
   "maxLength": 1024,
   "description": "An https URL."
  },
  "visibility": {
   "type": "string",
   "enum": [
    "private",
    "public"
   ],
   "description": "`private` if absent."
  },
  "history": {
   "type": "string",
   "enum": [
    "full",
    "since_join"
   ],
   "description": "`since_join` if absent. It stays as it is."
  },
  "members": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "maxItems": 1000,
   "description": "Who is a member from the start, by id."
  }
 },
 "required": [
  "name"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.CreateInviteRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "expiresInMs": {
   "type": "integer",
   "minimum": 0,
   "maximum": 31536000000,
   "description": "In how many milliseconds it expires: from a minute to a year; 7 days if absent, never if 0."
  },
  "maxUses": {
   "type": "integer",
   "minimum": 1,
   "maximum": 100000
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.DeleteGroupRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.DeleteGroupResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.GetGroupRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.GetInvitationRequest",
 "type": "object",
 "properties": {
  "code": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "code"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.Group",
 "type": "object",
 "properties": {
  "id": {
   "type": "string"
  },
  "name": {
   "type": "string"
  },
  "conversation": {
   "type": "string",
   "description": "Opaque id of its conversation."
  },
  "description": {
   "type": "string"
  },
  "picture": {
   "type": "string",
   "description": "URL of a picture, or empty."
  },
  "visibility": {
   "type": "string",
   "description": "`private` or `public`."
  },
  "history": {
   "type": "string",
   "description": "`full`: members may read what was written before they came. `since_join`: only what comes after."
  },
  "createdAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When it was made, in milliseconds since the epoch."
  },
  "memberCount": {
   "type": "integer",
   "minimum": -2147483648,
   "maximum": 2147483647,
   "description": "How many members it has."
  },
  "role": {
   "type": "string",
   "description": "The caller's role: `owner`, `admin` or `member`; empty if the caller is no member."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.GroupResponse",
 "type": "object",
 "properties": {
  "group": {
   "$ref": "parley.group.v1.Group"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.Invitation",
 "type": "object",
 "description": "What somebody who holds an invitation is told of the group.",
 "properties": {
  "groupId": {
   "type": "string"
  },
  "name": {
   "type": "string"
  },
  "description": {
   "type": "string"
  },
  "picture": {
   "type": "string"
  },
  "memberCount": {
   "type": "integer",
   "minimum": -2147483648,
   "maximum": 2147483647
  },
  "member": {
   "type": "boolean",
   "description": "The caller is a member already."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.Invite",
 "type": "object",
 "properties": {
  "code": {
   "type": "string",
   "description": "What the link holds: whoever has it may join."
  },
  "url": {
   "type": "string",
   "description": "The link, under the public URL of the suite if one is configured; otherwise empty: put `/invite/<code>` behind your own."
  },
  "createdBy": {
   "type": "string",
   "description": "Who made it, by id."
  },
  "createdAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "expiresAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "Milliseconds since the epoch; absent if it does not expire."
  },
  "maxUses": {
   "type": "integer",
   "minimum": -2147483648,
   "maximum": 2147483647,
   "description": "How many may use it; absent if as many as like."
  },
  "uses": {
   "type": "integer",
   "minimum": -2147483648,
   "maximum": 2147483647
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.JoinByNameRequest",
 "type": "object",
 "properties": {
  "name": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64,
   "description": "Without regard to case."
  }
 },
 "required": [
  "name"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.JoinGroupRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.LeaveGroupRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.LeaveGroupResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.ListGroupsRequest",
 "type": "object",
 "properties": {
  "pageToken": {
   "type": "string",
   "maxLength": 512
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many at most; 50 if absent."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.ListGroupsResponse",
 "type": "object",
 "properties": {
  "groups": {
   "type": "array",
   "items": {
    "$ref": "parley.group.v1.Group"
   }
  },
  "nextPageToken": {
   "type": "string",
   "description": "Empty on the last page."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.ListInvitesRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "pageToken": {
   "type": "string",
   "maxLength": 512
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many at most; 50 if absent."
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.ListInvitesResponse",
 "type": "object",
 "properties": {
  "invites": {
   "type": "array",
   "items": {
    "$ref": "parley.group.v1.Invite"
   }
  },
  "nextPageToken": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.ListMembersRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "pageToken": {
   "type": "string",
   "maxLength": 512
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many at most; 50 if absent."
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.ListMembersResponse",
 "type": "object",
 "properties": {
  "members": {
   "type": "array",
   "items": {
    "$ref": "parley.group.v1.Member"
   }
  },
  "nextPageToken": {
   "type": "string",
   "description": "Empty on the last page."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.Member",
 "type": "object",
 "properties": {
  "id": {
   "type": "string"
  },
  "username": {
   "type": "string"
  },
  "displayName": {
   "type": "string"
  },
  "role": {
   "type": "string",
   "description": "`owner`, `admin` or `member`."
  },
  "joinedAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "Milliseconds since the epoch."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.RemoveMemberRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "userId": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id",
  "userId"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.RemoveMemberResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.RevokeInviteRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "code": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id",
  "code"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.RevokeInviteResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.SearchPublicGroupsRequest",
 "type": "object",
 "properties": {
  "query": {
   "type": "string",
   "maxLength": 64,
   "description": "All public groups if absent."
  },
  "pageToken": {
   "type": "string",
   "maxLength": 512
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many at most; 50 if absent."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.SetRoleRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "userId": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "role": {
   "type": "string",
   "minLength": 1,
   "enum": [
    "owner",
    "admin",
    "member"
   ]
  }
 },
 "required": [
  "id",
  "userId",
  "role"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group.v1.UpdateGroupRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "name": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "description": {
   "type": "string",
   "maxLength": 512
  },
  "picture": {
   "type": "string",
   "maxLength": 1024,
   "description": "An https URL, or empty to have none."
  },
  "visibility": {
   "type": "string",
   "enum": [
    "private",
    "public"
   ]
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.GroupMembership",
 "type": "object",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "from": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `seq` of the first entry that the user may read."
  },
  "seq": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `seq` of the entry that made the user what they are now."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.ListBehindRequest",
 "type": "object",
 "properties": {
  "user": {
   "type": "string",
   "minLength": 1
  },
  "after": {
   "type": "string",
   "description": "Only conversations behind this one in the order; empty for the first page."
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 1000
  }
 },
 "required": [
  "user"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.ListBehindResponse",
 "type": "object",
 "properties": {
  "conversations": {
   "type": "array",
   "items": {
    "$ref": "parley.relay.v1.Behind"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.ListMembershipsRequest",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "maxItems": 1000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.ListMembershipsResponse",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "$ref": "parley.group_message.internal.v1.UserMemberships"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.PutChangesRequest",
 "type": "object",
 "properties": {
  "changes": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.internal.v1.Command"
   },
   "maxItems": 1000,
   "description": "Each with a `change`."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.PutChangesResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.SetInterestRequest",
 "type": "object",
 "properties": {
  "node": {
   "type": "string",
   "minLength": 1
  },
  "add": {
   "type": "array",
   "items": {
    "type": "string"
   }
  },
  "drop": {
   "type": "array",
   "items": {
    "type": "string"
   }
  },
  "whole": {
   "type": "boolean",
   "description": "With this the node has told everything that it wants; it may have told it in several parts, of which only the last is whole."
  }
 },
 "required": [
  "node"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.SetInterestResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.internal.v1.UserMemberships",
 "type": "object",
 "properties": {
  "user": {
   "type": "string"
  },
  "memberships": {
   "type": "array",
   "items": {
    "$ref": "parley.group_message.internal.v1.GroupMembership"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.v1.ListReceiptsRequest",
 "type": "object",
 "properties": {
  "conversation": {
   "type": "string",
   "minLength": 1,
   "maxLength": 128
  },
  "seq": {
   "type": "integer",
   "minimum": 1,
   "maximum": 9007199254740991,
   "description": "The entry that is asked about."
  },
  "pageToken": {
   "type": "string",
   "maxLength": 256
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 500,
   "description": "How many at most; 100 if absent."
  }
 },
 "required": [
  "conversation",
  "seq"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.group_message.v1.ListReceiptsResponse",
 "type": "object",
 "properties": {
  "receipts": {
   "type": "array",
   "items": {
    "$ref": "parley.conversation.v1.Receipt"
   },
   "description": "The cursors of the members but its author who have received it, in a fixed order."
  },
  "nextPageToken": {
   "type": "string",
   "description": "Empty on the last page."
  },
  "received": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "How many members but its author have received it, and how many have read it."
  },
  "read": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.last_seen.internal.v1.GetPresencesRequest",
 "type": "object",
 "properties": {
  "viewer": {
   "type": "string",
   "minLength": 1
  },
  "users": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "maxItems": 1000
  }
 },
 "required": [
  "viewer"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.last_seen.internal.v1.GetPresencesResponse",
 "type": "object",
 "properties": {
  "presences": {
   "type": "array",
   "items": {
    "$ref": "parley.last_seen.v1.Presence"
   }
  },
  "hidden": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "description": "Those of the users who are blocked by the viewer or have blocked the viewer; they are shown as offline."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.last_seen.internal.v1.TouchRequest",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "maxItems": 5000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.last_seen.internal.v1.TouchResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.last_seen.v1.GetPresenceRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "pattern": "^[A-Za-z0-9_-]{1,64}$"
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.last_seen.v1.Presence",
 "type": "object",
 "properties": {
  "user": {
   "type": "string"
  },
  "online": {
   "type": "boolean"
  },
  "lastSeen": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When the user's last session ended, in milliseconds since the epoch; absent if unknown or while online."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.message.internal.v1.PutBlockRequest",
 "type": "object",
 "properties": {
  "blocker": {
   "type": "string",
   "minLength": 1
  },
  "blockedUser": {
   "type": "string",
   "minLength": 1
  },
  "blocked": {
   "type": "boolean"
  },
  "version": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "Grows with each change of this pair."
  }
 },
 "required": [
  "blocker",
  "blockedUser"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.message.internal.v1.PutBlockResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.message.v1.GetDirectConversationRequest",
 "type": "object",
 "properties": {
  "user": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "user"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.message.v1.GetDirectConversationResponse",
 "type": "object",
 "properties": {
  "conversation": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.relay.internal.v1.AdvanceRequest",
 "type": "object",
 "properties": {
  "pointers": {
   "type": "array",
   "items": {
    "$ref": "parley.relay.internal.v1.Pointer"
   },
   "maxItems": 20000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.relay.internal.v1.AdvanceResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.relay.internal.v1.Pointer",
 "type": "object",
 "description": "How far a conversation reaches for a user, and how far the user has received it; 0 where unchanged.",
 "properties": {
  "user": {
   "type": "string"
  },
  "conversation": {
   "type": "string"
  },
  "head": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "received": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.relay.v1.Behind",
 "type": "object",
 "properties": {
  "conversation": {
   "type": "string"
  },
  "head": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The newest entry that awaits the user."
  },
  "received": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The greatest `seq` that one of the user's devices has acknowledged."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.relay.v1.ListBehindRequest",
 "type": "object",
 "properties": {
  "pageToken": {
   "type": "string",
   "maxLength": 256,
   "description": "`nextPageToken` of the page before."
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 500,
   "description": "How many at most; 100 if absent."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.relay.v1.ListBehindResponse",
 "type": "object",
 "properties": {
  "conversations": {
   "type": "array",
   "items": {
    "$ref": "parley.relay.v1.Behind"
   }
  },
  "nextPageToken": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.LookupRequest",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "maxItems": 10000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.LookupResponse",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "$ref": "parley.session.internal.v1.UserNodes"
   }
  },
  "incomplete": {
   "type": "boolean",
   "description": "The registry was emptied a short while ago, and nodes are still telling it their sessions: somebody may be online who is not in it."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.RegisterRequest",
 "type": "object",
 "properties": {
  "sessions": {
   "type": "array",
   "items": {
    "$ref": "parley.session.internal.v1.Session"
   },
   "maxItems": 5000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.RegisterResponse",
 "type": "object",
 "properties": {
  "leaseMs": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "How long the leases last from now, in milliseconds."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.RenewRequest",
 "type": "object",
 "properties": {
  "sessions": {
   "type": "array",
   "items": {
    "$ref": "parley.session.internal.v1.Session"
   },
   "maxItems": 5000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.RenewResponse",
 "type": "object",
 "properties": {
  "leaseMs": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "How long the leases last from now, in milliseconds; renew at a third of it."
  },
  "replaced": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "description": "Sessions of the request that another node holds now."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.Session",
 "type": "object",
 "properties": {
  "session": {
   "type": "string",
   "minLength": 1
  },
  "user": {
   "type": "string",
   "minLength": 1
  },
  "device": {
   "type": "string",
   "minLength": 1
  },
  "node": {
   "type": "string",
   "minLength": 1
  }
 },
 "required": [
  "session",
  "user",
  "device",
  "node"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.UnregisterRequest",
 "type": "object",
 "properties": {
  "sessions": {
   "type": "array",
   "items": {
    "$ref": "parley.session.internal.v1.Session"
   },
   "maxItems": 5000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.UnregisterResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.session.internal.v1.UserNodes",
 "type": "object",
 "description": "The nodes on which a user has sessions. Users without any are left out.",
 "properties": {
  "user": {
   "type": "string"
  },
  "nodes": {
   "type": "array",
   "items": {
    "type": "string"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.transport.internal.v1.Answer",
 "type": "object",
 "properties": {
  "id": {
   "type": "integer",
   "minimum": 0,
   "maximum": 4294967295,
   "description": "That of the call."
  },
  "response": {
   "type": "string",
   "contentEncoding": "base64",
   "description": "The response message of the call."
  },
  "failure": {
   "$ref": "parley.transport.internal.v1.Failure"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.transport.internal.v1.AnswerBatch",
 "type": "object",
 "properties": {
  "answers": {
   "type": "array",
   "items": {
    "$ref": "parley.transport.internal.v1.Answer"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.transport.internal.v1.Call",
 "type": "object",
 "properties": {
  "id": {
   "type": "integer",
   "minimum": 0,
   "maximum": 4294967295,
   "description": "The caller's number for it, unique among those that are unanswered."
  },
  "path": {
   "type": "string",
   "description": "As in HTTP/2: `/parley.session.internal.v1.SessionService/Lookup`."
  },
  "request": {
   "type": "string",
   "contentEncoding": "base64",
   "description": "The request message of the call."
  },
  "user": {
   "type": "string"
  },
  "device": {
   "type": "string"
  },
  "address": {
   "type": "string"
  },
  "origin": {
   "type": "string"
  },
  "deadlineMs": {
   "type": "integer",
   "minimum": 0,
   "maximum": 4294967295,
   "description": "How much longer than `sent_at` the caller waits, in milliseconds: a call that comes later than that is not begun. 0: for ever."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.transport.internal.v1.CallBatch",
 "type": "object",
 "description": "What one tick of the caller has to ask.",
 "properties": {
  "calls": {
   "type": "array",
   "items": {
    "$ref": "parley.transport.internal.v1.Call"
   }
  },
  "sentAt": {
   "type": "number",
   "description": "By a clock of the caller's own, in milliseconds. Only differences count: they show which batches were under way for longer than others."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.transport.internal.v1.Failure",
 "type": "object",
 "description": "As in an `error` frame.",
 "properties": {
  "code": {
   "type": "string"
  },
  "message": {
   "type": "string"
  },
  "field": {
   "type": "string"
  },
  "retryAfterMs": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.internal.v1.CheckBlocksRequest",
 "type": "object",
 "properties": {
  "user": {
   "type": "string",
   "minLength": 1
  },
  "others": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "maxItems": 1000
  }
 },
 "required": [
  "user"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.internal.v1.CheckBlocksResponse",
 "type": "object",
 "properties": {
  "blocked": {
   "type": "array",
   "items": {
    "type": "string"
   },
   "description": "Those of `others` whom the user has blocked, or who have blocked the user."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.internal.v1.GetUsersRequest",
 "type": "object",
 "properties": {
  "ids": {
   "type": "array",
   "items": {
    "type": "string",
    "maxLength": 64
   },
   "maxItems": 1000
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.internal.v1.GetUsersResponse",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "$ref": "parley.user.v1.User"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.internal.v1.ListRevocationsRequest",
 "type": "object",
 "properties": {
  "cursor": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "The `cursor` of the last answer; 0 for those of the last access-token lifetime."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.internal.v1.ListRevocationsResponse",
 "type": "object",
 "properties": {
  "devices": {
   "type": "array",
   "items": {
    "type": "string"
   }
  },
  "cursor": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.BlockUserRequest",
 "type": "object",
 "properties": {
  "userId": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "userId"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.BlockUserResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ChangePasswordRequest",
 "type": "object",
 "properties": {
  "currentPassword": {
   "type": "string",
   "minLength": 1,
   "maxLength": 256
  },
  "newPassword": {
   "type": "string",
   "minLength": 8,
   "maxLength": 256
  }
 },
 "required": [
  "currentPassword",
  "newPassword"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ChangePasswordResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.CreateInviteRequest",
 "type": "object",
 "properties": {
  "expiresInMs": {
   "type": "integer",
   "minimum": 60000,
   "maximum": 2592000000,
   "description": "In how many milliseconds it expires: from a minute to 30 days; 7 days if absent."
  },
  "maxUses": {
   "type": "integer",
   "minimum": 1,
   "maximum": 100,
   "description": "1 if absent."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.Device",
 "type": "object",
 "description": "A sign-in: a family of refresh tokens.",
 "properties": {
  "id": {
   "type": "string"
  },
  "name": {
   "type": "string"
  },
  "createdAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "lastUsedAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When its tokens were last refreshed, in milliseconds since the epoch."
  },
  "current": {
   "type": "boolean",
   "description": "Whether it is the device that asks."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.GetJwksRequest",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.GetMeRequest",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.GetRegistrationRequest",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.GetRegistrationResponse",
 "type": "object",
 "properties": {
  "policy": {
   "type": "string",
   "description": "`open`, `invite` or `closed`. Where invitations are needed it is `open` as long as nobody has an account."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.GetUserByUsernameRequest",
 "type": "object",
 "properties": {
  "username": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "username"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.GetUserRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.Invite",
 "type": "object",
 "properties": {
  "code": {
   "type": "string",
   "description": "What the link holds: whoever has it may register."
  },
  "url": {
   "type": "string",
   "description": "The link, under the public URL of the suite if one is configured; otherwise empty: put `/register?invite=<code>` behind your own."
  },
  "createdAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991
  },
  "expiresAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "Milliseconds since the epoch."
  },
  "maxUses": {
   "type": "integer",
   "minimum": -2147483648,
   "maximum": 2147483647,
   "description": "How many may register with it."
  },
  "uses": {
   "type": "integer",
   "minimum": -2147483648,
   "maximum": 2147483647
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.Jwk",
 "type": "object",
 "description": "An ES256 public key.",
 "properties": {
  "kty": {
   "type": "string"
  },
  "crv": {
   "type": "string"
  },
  "x": {
   "type": "string"
  },
  "y": {
   "type": "string"
  },
  "kid": {
   "type": "string"
  },
  "alg": {
   "type": "string"
  },
  "use": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.Jwks",
 "type": "object",
 "description": "A set of public keys.",
 "properties": {
  "keys": {
   "type": "array",
   "items": {
    "$ref": "parley.user.v1.Jwk"
   }
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ListBlocksRequest",
 "type": "object",
 "properties": {
  "pageToken": {
   "type": "string",
   "maxLength": 256
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 100
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ListBlocksResponse",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "$ref": "parley.user.v1.User"
   }
  },
  "nextPageToken": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ListDevicesRequest",
 "type": "object",
 "properties": {
  "pageToken": {
   "type": "string",
   "maxLength": 256
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 100
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ListDevicesResponse",
 "type": "object",
 "properties": {
  "devices": {
   "type": "array",
   "items": {
    "$ref": "parley.user.v1.Device"
   }
  },
  "nextPageToken": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ListInvitesRequest",
 "type": "object",
 "properties": {
  "pageToken": {
   "type": "string",
   "maxLength": 512
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 200,
   "description": "How many at most; 50 if absent."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.ListInvitesResponse",
 "type": "object",
 "properties": {
  "invites": {
   "type": "array",
   "items": {
    "$ref": "parley.user.v1.Invite"
   }
  },
  "nextPageToken": {
   "type": "string"
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.LoginRequest",
 "type": "object",
 "properties": {
  "username": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "password": {
   "type": "string",
   "minLength": 1,
   "maxLength": 256
  },
  "deviceName": {
   "type": "string",
   "maxLength": 64
  },
  "cookie": {
   "type": "boolean",
   "description": "The refresh token travels only as an httpOnly cookie."
  }
 },
 "required": [
  "username",
  "password"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.LogoutRequest",
 "type": "object",
 "properties": {
  "refreshToken": {
   "type": "string",
   "maxLength": 512,
   "description": "May be absent when the cookie carries it."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.LogoutResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.RefreshRequest",
 "type": "object",
 "properties": {
  "refreshToken": {
   "type": "string",
   "maxLength": 512,
   "description": "May be absent when the cookie carries it."
  },
  "cookie": {
   "type": "boolean",
   "description": "The refresh token travels only as an httpOnly cookie."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.RegisterRequest",
 "type": "object",
 "properties": {
  "username": {
   "type": "string",
   "minLength": 1,
   "pattern": "^[A-Za-z0-9._-]{3,32}$",
   "description": "3 to 32 of `a-z 0-9 . _ -`; capital letters are taken as small ones."
  },
  "password": {
   "type": "string",
   "minLength": 8,
   "maxLength": 256
  },
  "displayName": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64,
   "description": "The username, if absent."
  },
  "deviceName": {
   "type": "string",
   "maxLength": 64,
   "description": "How the device is called in the list of devices."
  },
  "cookie": {
   "type": "boolean",
   "description": "The refresh token travels only as an httpOnly cookie."
  },
  "invite": {
   "type": "string",
   "maxLength": 64,
   "description": "The code of an invitation, of a user's or into a group; needed where registration is by invitation."
  }
 },
 "required": [
  "username",
  "password"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.RevokeDeviceRequest",
 "type": "object",
 "properties": {
  "id": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "id"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.RevokeDeviceResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.RevokeInviteRequest",
 "type": "object",
 "properties": {
  "code": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "code"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.RevokeInviteResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.SearchUsersRequest",
 "type": "object",
 "properties": {
  "query": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "pageToken": {
   "type": "string",
   "maxLength": 256
  },
  "limit": {
   "type": "integer",
   "minimum": 1,
   "maximum": 100,
   "description": "How many at most; 20 if absent."
  }
 },
 "required": [
  "query"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.SearchUsersResponse",
 "type": "object",
 "properties": {
  "users": {
   "type": "array",
   "items": {
    "$ref": "parley.user.v1.User"
   }
  },
  "nextPageToken": {
   "type": "string",
   "description": "Empty on the last page."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.SignInResponse",
 "type": "object",
 "properties": {
  "user": {
   "$ref": "parley.user.v1.User"
  },
  "accessToken": {
   "type": "string",
   "description": "Bearer token for REST and for the WebSocket upgrade."
  },
  "refreshToken": {
   "type": "string",
   "description": "Empty when it travels as a cookie."
  },
  "expiresAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When the access token expires, in milliseconds since the epoch."
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.UnblockUserRequest",
 "type": "object",
 "properties": {
  "userId": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [
  "userId"
 ],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.UnblockUserResponse",
 "type": "object",
 "properties": {},
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.UpdateMeRequest",
 "type": "object",
 "properties": {
  "displayName": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  }
 },
 "required": [],
 "additionalProperties": false
},
{
 "$id": "parley.user.v1.User",
 "type": "object",
 "properties": {
  "id": {
   "type": "string"
  },
  "username": {
   "type": "string",
   "description": "Unique, lower case."
  },
  "displayName": {
   "type": "string"
  },
  "createdAt": {
   "type": "integer",
   "minimum": -9007199254740991,
   "maximum": 9007199254740991,
   "description": "When the account was made, in milliseconds since the epoch."
  }
 },
 "required": [],
 "additionalProperties": false
}];

/** What proto3 gives a field that is absent, by message. */
export const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
 "parley.chat.internal.v1.DeliverRequest": {
  "deliveries": [],
  "missed": false
 },
 "parley.chat.internal.v1.DeliverResponse": {},
 "parley.chat.internal.v1.Delivery": {
  "session": "",
  "users": [],
  "members": false,
  "memberships": []
 },
 "parley.chat.internal.v1.Membership": {
  "user": "",
  "from": 0
 },
 "parley.chat.internal.v1.ReceiptCounts": {
  "conversation": "",
  "seq": 0,
  "received": 0,
  "read": 0
 },
 "parley.chat.internal.v1.Refused": {
  "id": "",
  "code": "",
  "message": "",
  "field": ""
 },
 "parley.chat.internal.v1.Typing": {
  "conversation": "",
  "user": ""
 },
 "parley.chat.v1.CursorFrame": {
  "conversation": "",
  "seq": 0
 },
 "parley.chat.v1.HistoryFrame": {
  "id": "",
  "conversation": ""
 },
 "parley.chat.v1.PingFrame": {},
 "parley.chat.v1.TypingFrame": {
  "conversation": ""
 },
 "parley.chat.v1.WatchFrame": {
  "users": []
 },
 "parley.conversation.internal.v1.AppendRequest": {
  "postings": []
 },
 "parley.conversation.internal.v1.AppendResponse": {
  "refusals": []
 },
 "parley.conversation.internal.v1.AwaitStoredRequest": {
  "ends": [],
  "waitMs": 0
 },
 "parley.conversation.internal.v1.AwaitStoredResponse": {
  "partitions": []
 },
 "parley.conversation.internal.v1.Block": {
  "blocked": false,
  "version": 0
 },
 "parley.conversation.internal.v1.Command": {
  "conversation": "",
  "from": "",
  "id": ""
 },
 "parley.conversation.internal.v1.CursorMove": {
  "conversation": "",
  "user": "",
  "received": 0,
  "read": 0,
  "decided": false
 },
 "parley.conversation.internal.v1.GroupChange": {
  "version": 0,
  "event": "",
  "members": [],
  "text": ""
 },
 "parley.conversation.internal.v1.MemberChange": {
  "user": "",
  "role": "",
  "version": 0,
  "fromStart": false
 },
 "parley.conversation.internal.v1.MoveCursorsRequest": {
  "moves": []
 },
 "parley.conversation.internal.v1.MoveCursorsResponse": {
  "refusals": []
 },
 "parley.conversation.internal.v1.Origin": {
  "node": "",
  "session": ""
 },
 "parley.conversation.internal.v1.Posting": {
  "from": ""
 },
 "parley.conversation.internal.v1.Record": {
  "commands": []
 },
 "parley.conversation.internal.v1.Refusal": {
  "index": 0,
  "code": "",
  "message": "",
  "field": "",
  "retryAfterMs": 0
 },
 "parley.conversation.internal.v1.Send": {
  "body": "",
  "mentions": []
 },
 "parley.conversation.internal.v1.SyncRequest": {
  "user": ""
 },
 "parley.conversation.internal.v1.SyncResponse": {
  "since": "",
  "reset": false,
  "entries": [],
  "changes": []
 },
 "parley.conversation.internal.v1.TypingRequest": {
  "user": "",
  "conversation": ""
 },
 "parley.conversation.internal.v1.TypingResponse": {},
 "parley.conversation.v1.Ack": {
  "id": "",
  "conversation": "",
  "seq": 0,
  "at": 0
 },
 "parley.conversation.v1.Conversation": {
  "conversation": "",
  "head": 0,
  "read": 0,
  "unread": 0,
  "mentions": 0,
  "at": 0,
  "from": 0
 },
 "parley.conversation.v1.Entry": {
  "conversation": "",
  "seq": 0,
  "ordinal": 0,
  "kind": "",
  "id": "",
  "from": "",
  "at": 0,
  "body": "",
  "mentions": []
 },
 "parley.conversation.v1.EntryPage": {
  "entries": [],
  "more": false
 },
 "parley.conversation.v1.ListConversationsRequest": {},
 "parley.conversation.v1.ListConversationsResponse": {
  "conversations": [],
  "nextPageToken": ""
 },
 "parley.conversation.v1.ListEntriesRequest": {
  "conversation": ""
 },
 "parley.conversation.v1.Receipt": {
  "conversation": "",
  "user": "",
  "received": 0,
  "read": 0
 },
 "parley.conversation.v1.Recipient": {},
 "parley.conversation.v1.SendMessageRequest": {
  "id": "",
  "body": "",
  "mentions": []
 },
 "parley.conversation.v1.SetCursorsRequest": {
  "conversation": ""
 },
 "parley.conversation.v1.System": {
  "event": "",
  "users": [],
  "role": "",
  "text": ""
 },
 "parley.discovery.v1.ChooseChatNodeRequest": {},
 "parley.discovery.v1.ChooseChatNodeResponse": {
  "node": "",
  "url": "",
  "expiresAt": 0
 },
 "parley.group.internal.v1.CheckInviteRequest": {
  "code": ""
 },
 "parley.group.internal.v1.CheckInviteResponse": {
  "good": false
 },
 "parley.group.v1.AcceptInviteRequest": {
  "code": ""
 },
 "parley.group.v1.AddMembersRequest": {
  "id": "",
  "userIds": []
 },
 "parley.group.v1.AddMembersResponse": {
  "added": []
 },
 "parley.group.v1.CreateGroupRequest": {
  "name": "",
  "members": []
 },
 "parley.group.v1.CreateInviteRequest": {
  "id": ""
 },
 "parley.group.v1.DeleteGroupRequest": {
  "id": ""
 },
 "parley.group.v1.DeleteGroupResponse": {},
 "parley.group.v1.GetGroupRequest": {
  "id": ""
 },
 "parley.group.v1.GetInvitationRequest": {
  "code": ""
 },
 "parley.group.v1.Group": {
  "id": "",
  "name": "",
  "conversation": "",
  "description": "",
  "picture": "",
  "visibility": "",
  "history": "",
  "createdAt": 0,
  "memberCount": 0,
  "role": ""
 },
 "parley.group.v1.GroupResponse": {},
 "parley.group.v1.Invitation": {
  "groupId": "",
  "name": "",
  "description": "",
  "picture": "",
  "memberCount": 0,
  "member": false
 },
 "parley.group.v1.Invite": {
  "code": "",
  "url": "",
  "createdBy": "",
  "createdAt": 0,
  "uses": 0
 },
 "parley.group.v1.JoinByNameRequest": {
  "name": ""
 },
 "parley.group.v1.JoinGroupRequest": {
  "id": ""
 },
 "parley.group.v1.LeaveGroupRequest": {
  "id": ""
 },
 "parley.group.v1.LeaveGroupResponse": {},
 "parley.group.v1.ListGroupsRequest": {},
 "parley.group.v1.ListGroupsResponse": {
  "groups": [],
  "nextPageToken": ""
 },
 "parley.group.v1.ListInvitesRequest": {
  "id": ""
 },
 "parley.group.v1.ListInvitesResponse": {
  "invites": [],
  "nextPageToken": ""
 },
 "parley.group.v1.ListMembersRequest": {
  "id": ""
 },
 "parley.group.v1.ListMembersResponse": {
  "members": [],
  "nextPageToken": ""
 },
 "parley.group.v1.Member": {
  "id": "",
  "username": "",
  "displayName": "",
  "role": "",
  "joinedAt": 0
 },
 "parley.group.v1.RemoveMemberRequest": {
  "id": "",
  "userId": ""
 },
 "parley.group.v1.RemoveMemberResponse": {},
 "parley.group.v1.RevokeInviteRequest": {
  "id": "",
  "code": ""
 },
 "parley.group.v1.RevokeInviteResponse": {},
 "parley.group.v1.SearchPublicGroupsRequest": {},
 "parley.group.v1.SetRoleRequest": {
  "id": "",
  "userId": "",
  "role": ""
 },
 "parley.group.v1.UpdateGroupRequest": {
  "id": ""
 },
 "parley.group_message.internal.v1.GroupMembership": {
  "conversation": "",
  "from": 0,
  "seq": 0
 },
 "parley.group_message.internal.v1.ListBehindRequest": {
  "user": "",
  "after": "",
  "limit": 0
 },
 "parley.group_message.internal.v1.ListBehindResponse": {
  "conversations": []
 },
 "parley.group_message.internal.v1.ListMembershipsRequest": {
  "users": []
 },
 "parley.group_message.internal.v1.ListMembershipsResponse": {
  "users": []
 },
 "parley.group_message.internal.v1.PutChangesRequest": {
  "changes": []
 },
 "parley.group_message.internal.v1.PutChangesResponse": {},
 "parley.group_message.internal.v1.SetInterestRequest": {
  "node": "",
  "add": [],
  "drop": [],
  "whole": false
 },
 "parley.group_message.internal.v1.SetInterestResponse": {},
 "parley.group_message.internal.v1.UserMemberships": {
  "user": "",
  "memberships": []
 },
 "parley.group_message.v1.ListReceiptsRequest": {
  "conversation": "",
  "seq": 0
 },
 "parley.group_message.v1.ListReceiptsResponse": {
  "receipts": [],
  "nextPageToken": "",
  "received": 0,
  "read": 0
 },
 "parley.last_seen.internal.v1.GetPresencesRequest": {
  "viewer": "",
  "users": []
 },
 "parley.last_seen.internal.v1.GetPresencesResponse": {
  "presences": [],
  "hidden": []
 },
 "parley.last_seen.internal.v1.TouchRequest": {
  "users": []
 },
 "parley.last_seen.internal.v1.TouchResponse": {},
 "parley.last_seen.v1.GetPresenceRequest": {
  "id": ""
 },
 "parley.last_seen.v1.Presence": {
  "user": "",
  "online": false
 },
 "parley.message.internal.v1.PutBlockRequest": {
  "blocker": "",
  "blockedUser": "",
  "blocked": false,
  "version": 0
 },
 "parley.message.internal.v1.PutBlockResponse": {},
 "parley.message.v1.GetDirectConversationRequest": {
  "user": ""
 },
 "parley.message.v1.GetDirectConversationResponse": {
  "conversation": ""
 },
 "parley.relay.internal.v1.AdvanceRequest": {
  "pointers": []
 },
 "parley.relay.internal.v1.AdvanceResponse": {},
 "parley.relay.internal.v1.Pointer": {
  "user": "",
  "conversation": "",
  "head": 0,
  "received": 0
 },
 "parley.relay.v1.Behind": {
  "conversation": "",
  "head": 0,
  "received": 0
 },
 "parley.relay.v1.ListBehindRequest": {},
 "parley.relay.v1.ListBehindResponse": {
  "conversations": [],
  "nextPageToken": ""
 },
 "parley.session.internal.v1.LookupRequest": {
  "users": []
 },
 "parley.session.internal.v1.LookupResponse": {
  "users": [],
  "incomplete": false
 },
 "parley.session.internal.v1.RegisterRequest": {
  "sessions": []
 },
 "parley.session.internal.v1.RegisterResponse": {
  "leaseMs": 0
 },
 "parley.session.internal.v1.RenewRequest": {
  "sessions": []
 },
 "parley.session.internal.v1.RenewResponse": {
  "leaseMs": 0,
  "replaced": []
 },
 "parley.session.internal.v1.Session": {
  "session": "",
  "user": "",
  "device": "",
  "node": ""
 },
 "parley.session.internal.v1.UnregisterRequest": {
  "sessions": []
 },
 "parley.session.internal.v1.UnregisterResponse": {},
 "parley.session.internal.v1.UserNodes": {
  "user": "",
  "nodes": []
 },
 "parley.transport.internal.v1.Answer": {
  "id": 0
 },
 "parley.transport.internal.v1.AnswerBatch": {
  "answers": []
 },
 "parley.transport.internal.v1.Call": {
  "id": 0,
  "path": "",
  "request": "",
  "user": "",
  "device": "",
  "address": "",
  "origin": "",
  "deadlineMs": 0
 },
 "parley.transport.internal.v1.CallBatch": {
  "calls": [],
  "sentAt": 0
 },
 "parley.transport.internal.v1.Failure": {
  "code": "",
  "message": "",
  "field": "",
  "retryAfterMs": 0
 },
 "parley.user.internal.v1.CheckBlocksRequest": {
  "user": "",
  "others": []
 },
 "parley.user.internal.v1.CheckBlocksResponse": {
  "blocked": []
 },
 "parley.user.internal.v1.GetUsersRequest": {
  "ids": []
 },
 "parley.user.internal.v1.GetUsersResponse": {
  "users": []
 },
 "parley.user.internal.v1.ListRevocationsRequest": {
  "cursor": 0
 },
 "parley.user.internal.v1.ListRevocationsResponse": {
  "devices": [],
  "cursor": 0
 },
 "parley.user.v1.BlockUserRequest": {
  "userId": ""
 },
 "parley.user.v1.BlockUserResponse": {},
 "parley.user.v1.ChangePasswordRequest": {
  "currentPassword": "",
  "newPassword": ""
 },
 "parley.user.v1.ChangePasswordResponse": {},
 "parley.user.v1.CreateInviteRequest": {},
 "parley.user.v1.Device": {
  "id": "",
  "name": "",
  "createdAt": 0,
  "lastUsedAt": 0,
  "current": false
 },
 "parley.user.v1.GetJwksRequest": {},
 "parley.user.v1.GetMeRequest": {},
 "parley.user.v1.GetRegistrationRequest": {},
 "parley.user.v1.GetRegistrationResponse": {
  "policy": ""
 },
 "parley.user.v1.GetUserByUsernameRequest": {
  "username": ""
 },
 "parley.user.v1.GetUserRequest": {
  "id": ""
 },
 "parley.user.v1.Invite": {
  "code": "",
  "url": "",
  "createdAt": 0,
  "expiresAt": 0,
  "maxUses": 0,
  "uses": 0
 },
 "parley.user.v1.Jwk": {
  "kty": "",
  "crv": "",
  "x": "",
  "y": "",
  "kid": "",
  "alg": "",
  "use": ""
 },
 "parley.user.v1.Jwks": {
  "keys": []
 },
 "parley.user.v1.ListBlocksRequest": {},
 "parley.user.v1.ListBlocksResponse": {
  "users": [],
  "nextPageToken": ""
 },
 "parley.user.v1.ListDevicesRequest": {},
 "parley.user.v1.ListDevicesResponse": {
  "devices": [],
  "nextPageToken": ""
 },
 "parley.user.v1.ListInvitesRequest": {},
 "parley.user.v1.ListInvitesResponse": {
  "invites": [],
  "nextPageToken": ""
 },
 "parley.user.v1.LoginRequest": {
  "username": "",
  "password": ""
 },
 "parley.user.v1.LogoutRequest": {},
 "parley.user.v1.LogoutResponse": {},
 "parley.user.v1.RefreshRequest": {},
 "parley.user.v1.RegisterRequest": {
  "username": "",
  "password": ""
 },
 "parley.user.v1.RevokeDeviceRequest": {
  "id": ""
 },
 "parley.user.v1.RevokeDeviceResponse": {},
 "parley.user.v1.RevokeInviteRequest": {
  "code": ""
 },
 "parley.user.v1.RevokeInviteResponse": {},
 "parley.user.v1.SearchUsersRequest": {
  "query": ""
 },
 "parley.user.v1.SearchUsersResponse": {
  "users": [],
  "nextPageToken": ""
 },
 "parley.user.v1.SignInResponse": {
  "accessToken": "",
  "refreshToken": "",
  "expiresAt": 0
 },
 "parley.user.v1.UnblockUserRequest": {
  "userId": ""
 },
 "parley.user.v1.UnblockUserResponse": {},
 "parley.user.v1.UpdateMeRequest": {},
 "parley.user.v1.User": {
  "id": "",
  "username": "",
  "displayName": "",
  "createdAt": 0
 }
};
