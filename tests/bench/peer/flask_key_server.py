"""The peer: the key server of requirements/002 as its document describes it, with Flask and SQLAlchemy.

Its data model, routes and answers are the document's. It runs with the stack's own defaults: SQLite as it
comes (rollback journal, full sync), or MariaDB through PyMySQL, under gunicorn with 2 processes of 8 threads.
"""

import os

from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["KEY_SERVER_DATABASE"]
app.config["SQLALCHEMY_TRACK_MODIFICATIONS"] = False
app.json.ensure_ascii = False
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    fullname = db.Column(db.String(100), nullable=False)
    serial = db.Column(db.String(50), unique=True, nullable=False)
    access = db.Column(JSON, nullable=False)
    taken_keys = db.Column(JSON, nullable=False, default=[])


def read_request():
    """The serial and the key, or the answer to a request that is not right."""
    if not request.is_json:
        return None, None, (jsonify(error="Ожидается JSON"), 400)
    data = request.get_json(silent=True)
    if not isinstance(data, dict) or "serial" not in data or "key" not in data:
        return None, None, (jsonify(error="Нужны serial и key"), 400)
    return data["serial"], str(data["key"]), None


@app.post("/issue_key")
def issue_key():
    serial, key, refusal = read_request()
    if refusal:
        return refusal
    user = User.query.filter_by(serial=serial).first()
    if user is None:
        return jsonify(error="Пользователь не найден"), 404
    if key not in user.access:
        return jsonify(error="Нет прав доступа к ключу", access=False), 403
    if key in user.taken_keys:
        return jsonify(error="Ключ уже выдан"), 400
    try:
        user.taken_keys = [*user.taken_keys, key]
        db.session.commit()
    except Exception:
        db.session.rollback()
        return jsonify(error="Ошибка сервера"), 500
    return jsonify(message="Ключ выдан", access=True), 200


@app.post("/return_key")
def return_key():
    serial, key, refusal = read_request()
    if refusal:
        return refusal
    user = User.query.filter_by(serial=serial).first()
    if user is None:
        return jsonify(error="Пользователь не найден"), 404
    if key not in user.taken_keys:
        return jsonify(error="Ключ не был выдан", access=False), 400
    try:
        user.taken_keys = [taken for taken in user.taken_keys if taken != key]
        db.session.commit()
    except Exception:
        db.session.rollback()
        return jsonify(error="Ошибка сервера"), 500
    return jsonify(message="Ключ возвращён", access=True), 200
