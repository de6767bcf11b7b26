# SPDX-License-Identifier: MIT
"""A small procedure of its own for tests of the portal, and submissions for it."""

import copy
import json
import os

import portal

CODE = "9.000001"

FACTS = {
    "format": 1,
    "code": CODE,
    "version": "2026.11.1",
    "name": {"vi": "Đăng ký <b>thử</b>", "en": "Trial & registration"},
    "time": {"amount": 3, "unit": "working-day"},
}

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["child"],
    "additionalProperties": False,
    "properties": {
        "child": {
            "type": "object",
            "required": ["fullName", "birthDate"],
            "properties": {
                "fullName": {"type": "string", "minLength": 2, "maxLength": 100},
                "birthDate": {"type": "string", "format": "date"},
                "a/b~c": {"type": "integer"},
            },
        },
        "sex": {"enum": ["male", "female"]},
    },
}

SUBMISSION = {
    "reference": None,
    "procedure": CODE,
    "formVersion": "2026.11.1",
    "finalisedAt": "2026-11-21T14:32:05+07:00",
    "language": "vi",
    "kiosk": {"id": "hoa-khanh-2", "office": "Bưu điện Hoà Khánh", "counter": "Quầy 2"},
    "consent": {"given": True, "at": "2026-11-21T14:31:40+07:00",
                "text": "Tôi đồng ý để cơ quan dùng thông tin đã khai."},
    "answers": {"child": {"fullName": "NGUYỄN MINH AN", "birthDate": "2026-11-15"}},
    "papers": [{"id": "giay-chung-sinh", "originals": 1, "copies": 0, "present": True},
               {"id": "giay-to-tuy-than", "originals": 1, "copies": 0, "present": False},
               {"id": "van-ban-uy-quyen", "originals": 0, "copies": 1}],
}


def write_forms(folder, **changes):
    """Puts the procedure into `folder`; `changes` go into its facts."""
    place = os.path.join(folder, CODE)
    os.makedirs(place, exist_ok=True)
    for name, value in (("procedure.json", {**FACTS, **changes}), ("schema.json", SCHEMA)):
        with open(os.path.join(place, name), "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False)


def submission(**changes):
    """A good submission with a fresh reference. A change to None leaves the member out."""
    made = copy.deepcopy(SUBMISSION)
    made["reference"] = portal.new_reference()
    for name, value in changes.items():
        if value is None:
            del made[name]
        else:
            made[name] = value
    return made
