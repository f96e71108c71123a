"""Required information: the rule that every item shares; an item itself is a TOML file.

It stands in ``portal_audit.analyse.required_information``: find the labels that name the item, look
where they lead, say what is missing. Source: NĐ 224/2026/NĐ-CP Đ9 and the laws each item names.
"""

from portal_audit.analyse.required_information.item import ItemLimits
from portal_audit.analyse.required_information.verdict import judge

__all__ = ["ItemLimits", "judge"]
