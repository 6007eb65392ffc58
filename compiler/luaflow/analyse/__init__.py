"""Facts about a program: what names stand for, types of locals, async colour over the whole package."""
