"""Texts that break what does not take care: markup, other scripts, marks nobody sees."""

HOSTILE = {
    "markup": "<b>&amp;</b> & *a* _b_ `c` ~d~ [e](f) | \\ ![g] <@U1> <!here> {{h}} {% i %} %s",
    "quotes": "\"a\" 'b' “c” </script><!-- ]]>",
    "emoji": "家👨‍👩‍👧‍👦好𠮷👍🏽🇨🇳",
    "right to left": "الملف رقم ٧ שלום",
    "zero width": "甲\u200b乙\u200d丙\ufeff丁",
    "lines": "甲\n\n乙\n　丙",
    "commands": "/todo @channel #1 12:30 https://office.example/?a=1&b=2",
}
