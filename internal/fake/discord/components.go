package discord

import (
	"fmt"
	"strconv"
)

// Component types and button styles, from components/reference.
const (
	typeRow    = 1
	typeButton = 2

	styleLink    = 5
	stylePremium = 6

	maxRows       = 5 // without the newer components
	maxInRow      = 5
	maxComponents = 40 // with them, nested ones counted
	maxLabel      = 80
	maxCustomID   = 100
	maxButtonURL  = 512
)

// isSelect reports one of the select menus.
func isSelect(t int) bool { return t == 3 || (t >= 5 && t <= 8) }

func (c *checker) components(p Payload) {
	all := flatten(p.Components)
	if p.Flags&flagV2 != 0 {
		if p.Content != "" || len(p.Embeds) > 0 || len(p.StickerIDs) > 0 || p.Poll != nil {
			c.fail("flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "IS_COMPONENTS_V2 allows no content, embeds, stickers or poll.")
		}
		if len(all) > maxComponents {
			c.fail("components", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in total: there are %d.", maxComponents, len(all))
		}
	} else {
		if len(p.Components) > maxRows {
			c.fail("components", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length: there are %d.", maxRows, len(p.Components))
		}
		for i, row := range p.Components {
			if row.Type != typeRow {
				c.fail("components."+strconv.Itoa(i)+".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
			}
		}
	}
	for i, row := range p.Components {
		if row.Type == typeRow {
			c.row(fmt.Sprintf("components.%d", i), row)
		}
	}
	c.unique(all)
}

func (c *checker) row(path string, row Component) {
	buttons, selects := 0, 0
	for j, b := range row.Components {
		switch {
		case b.Type == typeButton:
			buttons++
			c.button(fmt.Sprintf("%s.components.%d", path, j), b)
		case isSelect(b.Type):
			selects++
		}
	}
	if len(row.Components) == 0 || buttons > maxInRow || selects > 1 || (buttons > 0 && selects > 0) {
		c.fail(path+".components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A row holds one to %d buttons or exactly one select.", maxInRow)
	}
}

func (c *checker) button(path string, b Component) {
	c.short(path+".label", b.Label, maxLabel)
	c.short(path+".custom_id", b.CustomID, maxCustomID)
	c.web(path+".url", b.URL, maxButtonURL)
	switch b.Style {
	case styleLink:
		if b.URL == "" || b.CustomID != "" {
			c.fail(path, "BUTTON_LINK", "A link button has a url and no custom_id.")
		}
	case stylePremium:
		if b.SKU == "" || b.URL != "" || b.CustomID != "" || b.Label != "" {
			c.fail(path, "BUTTON_PREMIUM", "A premium button has a sku_id only.")
		}
	default:
		if b.CustomID == "" || b.URL != "" || b.SKU != "" {
			c.fail(path, "BUTTON_CUSTOM_ID", "A button of this style has a custom_id and no url.")
		}
	}
	if b.Style != stylePremium && b.Label == "" {
		c.fail(path+".label", "BASE_TYPE_REQUIRED", "A button needs a label here: Pickwick sends no emoji buttons.")
	}
}

func (c *checker) unique(all []Component) {
	names, ids := map[string]bool{}, map[int]bool{}
	for _, k := range all {
		if k.CustomID != "" && names[k.CustomID] {
			c.fail("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated: %s.", k.CustomID)
		}
		if k.ID != 0 && ids[k.ID] {
			c.fail("components", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated: %d.", k.ID)
		}
		names[k.CustomID], ids[k.ID] = true, true
	}
}
