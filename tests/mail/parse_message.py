"""Reads a message the way a mail program would and prints it as JSON."""
import email
import email.header
import email.policy
import json
import sys

with open(sys.argv[1], "rb") as file:
    raw = file.read()
message = email.message_from_bytes(raw, policy=email.policy.default)


def described(part):
    if part.is_multipart():
        return {"type": part.get_content_type(), "parts": [described(child) for child in part.iter_parts()]}
    content = part.get_content()
    if isinstance(content, bytes):
        content = content.decode("utf-8")
    return {"type": part.get_content_type(), "parameters": dict(part["content-type"].params),
            "filename": part.get_filename(), "disposition": part.get_content_disposition(), "content": content}


lines = raw.split(b"\r\n")
print(json.dumps({
    "headers": {name.lower(): str(value) for name, value in message.items()},
    # The new parser puts a blank between the encoded words of a name; the old one does as RFC 2047 says.
    "from": str(email.header.make_header(email.header.decode_header(email.message_from_bytes(raw)["from"]))),
    "body": described(message),
    "defects": [str(defect) for part in message.walk() for defect in part.defects],
    "longest_line": max(len(line) for line in lines),
    "ascii": raw.isascii(),
    "bare_line_ends": sum(line.count(b"\n") + line.count(b"\r") for line in lines),
}))
