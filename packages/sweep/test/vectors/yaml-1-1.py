"""How PyYAML, hence W&B, reads plain scalars: writes yaml-1-1.json.

    python yaml-1-1.py   # PyYAML 6.0.3

Each is [text, type, value]: int as decimal digits, float as its repr, bool as true or false; an error has its name.
"""

import json
from pathlib import Path

import yaml

SCALARS = """
0 1 -1 +1 -0 00 01 007 08 09 010 -010 +010 0_7 019 0o17 0O17 0b11 -0b11 0b2 0b_1 0x1F 0X1F -0x1f +0x1f 0x_1 0xg
1_000 -1_000 +1_000 1__0 _1 1_ -_1 9007199254740991 9007199254740992 9007199254740993 -9007199254740993
12345678901234567890 0x20000000000001
12:30 1:30 -1:30 01:30 0:30 1:60 1:5 1:2:3 12:30.5 -12:30.5 1:30. 190:20:30 190:20:30.15 60:00
1.0 1. -1.0 +1.0 .5 -.5 +.5 0.5 00.5 1_0.5 1_000.5 1._5 1.5_ ._5 -0.0 0.0 1.0.0 1..0
1e3 1e-3 1E3 1e+3 1.e3 1.0e3 1.0e+3 1.0e-3 1.0E+3 -1.0e+3 1.5e3 .5e3 .5e+3 1_0.0e+3 1e 1.0e+ 1e1_0
.inf .Inf .INF -.inf +.inf .iNf inf Infinity .nan .NaN .NAN -.nan nan NaN
y Y yes Yes YES yEs n N no No NO on On ON oN off Off OFF true True TRUE tRue false False FALSE t f
null Null NULL nULL ~ none None nil
2024-01-01 2024-1-1 2024-01-01T00:00:00Z 2024-01-01t01:02:03.5-05:00 20240101 2024-13-01 24-01-01
= << a a_b a-b 1a 1-2 1/2 10% 3px -- + - . .. _ __ 0x 0b 0o $1 lr=1 a=b 1,000 1;2
""".split()


def read(text):
    try:
        value = yaml.safe_load(f"- {text}" if text not in "-" else "- '-'")
    except Exception as error:
        return [text, "error", type(error).__name__]
    (value,) = value
    if value is None:
        return [text, "null", "null"]
    if isinstance(value, bool):
        return [text, "bool", json.dumps(value)]
    if isinstance(value, (int, float)):
        return [text, type(value).__name__, repr(value)]
    return [text, "text" if isinstance(value, str) else "other", str(value)]


path = Path(__file__).with_suffix(".json")
source = f"PyYAML {yaml.__version__}, yaml.safe_load: written by yaml-1-1.py"
lines = ",\n".join(f"    {json.dumps(read(text))}" for text in dict.fromkeys(SCALARS) if text != "-")
path.write_text(f'{{\n  "source": "{source}",\n  "scalars": [\n{lines}\n  ]\n}}\n')
