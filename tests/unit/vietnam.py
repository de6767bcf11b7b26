# SPDX-License-Identifier: MIT
"""What the forms know of Viet Nam, for their tests: dates in words, identity numbers, the
formats of their own, and names of places that are no more."""
import json
import os
import pathlib
import re

TOP = pathlib.Path(os.environ.get("TOP_SRCDIR", pathlib.Path(__file__).parents[2]))
LISTS = TOP / "forms" / "lists"
DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split()


def read_list(name):
    return json.loads((LISTS / f"{name}.json").read_text(encoding="utf-8"))


PROVINCES = {entry["const"]: entry["title"] for entry in read_list("province")["oneOf"]}
COMMUNES = {commune["code"] for commune in read_list("commune")["communes"]}
NAMED = {(commune["name"].lower(), PROVINCES[commune["province"]].lower())
         for commune in read_list("commune")["communes"]}
ABOLISHED = {entry["old"].lower() for entry in read_list("abolished")}
ISSUED = {entry["code"] for entry in read_list("identity-province")}


def words(n):
    """Whole numbers up to 9,999 in words."""
    if n < 10:
        return DIGITS[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        late = {1: " mốt", 4: " tư"} if tens > 1 else {}
        last = ({0: "", 5: " lăm"} | late).get(ones, " " + DIGITS[ones])
        return ("mười" if tens == 1 else DIGITS[tens] + " mươi") + last
    size, name = (1000, "nghìn") if n >= 1000 else (100, "trăm")
    head, rest = divmod(n, size)
    text = f"{words(head)} {name}"
    if size == 1000 and 0 < rest < 100:  # 2026: hai nghìn (không trăm) hai mươi sáu
        return f"{text} {'' if rest > 9 else 'không trăm linh '}{words(rest)}"
    if 0 < rest < 10:
        return f"{text} linh {words(rest)}"
    return f"{text} {words(rest)}" if rest else text


def date_words(date):
    if not date:
        return None
    month = "tư" if date.month == 4 else words(date.month)
    return f"Ngày {words(date.day)} tháng {month} năm {words(date.year)}"


def money_words(amount):
    """Whole đồng below 10,000 billion, as the procedures' examples have them."""
    if not isinstance(amount, int) or not 0 <= amount < 10 ** 13:
        return None
    parts = [(amount // 10 ** 9, "tỷ"), (amount // 10 ** 6 % 1000, "triệu"),
             (amount // 1000 % 1000, "nghìn"), (amount % 1000, "")]
    said = []
    for count, name in parts:
        if count or (amount == 0 and not name):
            linked = said and count < 100  # 1,050,000: một triệu không trăm năm mươi nghìn
            between = "không trăm " + ("linh " if count < 10 else "") if linked else ""
            said.append(f"{between}{words(count)} {name}".strip())
    return " ".join(said) + " đồng"


def is_tax_code(text):
    """A personal number, or ten digits of which the last checks the others, and then
    perhaps a branch."""
    if re.fullmatch(r"[0-9]{12}", text):
        return FORMATS["vn-identity-number"](text)
    if not re.fullmatch(r"[0-9]{10}(-(?!000)[0-9]{3})?", text):
        return False
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    total = sum(weight * int(digit) for weight, digit in zip(weights, text))
    return 10 - total % 11 == int(text[9])


def is_identity_number(text):
    return (isinstance(text, str) and len(text) == 12 and text.isascii() and text.isdigit()
            and text[3] in "0123")


def identity_year(text):
    if not is_identity_number(text):
        return None
    return 1900 + int(text[3]) // 2 * 100 + int(text[4:6])


def identity_sex(text):
    return ("male", "female")[int(text[3]) % 2] if is_identity_number(text) else None


def was_issued(place):
    """By a province, or to somebody born abroad: 101 to 399."""
    return place in ISSUED or "101" <= place <= "399"


FORMATS = {
    "vn-identity-number": lambda text: is_identity_number(text) and was_issued(text[:3]),
    "vn-tax-code": is_tax_code,
    "vn-phone": lambda text: re.fullmatch(r"0[35789][0-9]{8}|02[0-9]{9}", text) is not None,
    "vn-name": lambda text: all(c.isalpha() or c in " '-." for c in text),
    "vn-commune": lambda text: text in COMMUNES,
    "vn-province": lambda text: text in PROVINCES,
}


def names_abolished_place(address):
    """Is a district or a township in it, a province that is no more, or a commune that the
    province has not? Enough for addresses written as our examples are: with commas."""
    # a welfare centre and a cooperative are no communes
    words = re.sub(r"xã hội|hợp tác xã", "", address.lower())
    parts = [part.strip() for part in words.split(",")]
    titles = [title.lower() for title in PROVINCES.values()]
    here = [part for part in parts if part in titles] or titles
    for part in parts:
        part = re.sub(r"^.* (?=(xã|phường|đặc khu) )", "", part)
        if re.match(r"(huyện|quận|thị xã|thị trấn) ", part):
            return True
        if part.removeprefix("tỉnh ") in ABOLISHED:
            return True
        if part.startswith("thành phố ") and part not in titles:
            return True
        if re.match(r"(xã|phường|đặc khu) ", part):
            if not any((part, province) in NAMED for province in here):
                return True
    return False
