// Prints what Go's package time answers, as the table that test_go_layouts.py compares with:
// go run main.go > ../go_table.json
package main

import (
	"encoding/json"
	"os"
	"time"
)

type formatted struct {
	Ns     int64  `json:"ns"`
	Zone   string `json:"zone"`
	Layout string `json:"layout"`
	Text   string `json:"text"`
}

type parsed struct {
	Layout   string `json:"layout"`
	Text     string `json:"text"`
	Zone     string `json:"zone"`
	Seconds  int64  `json:"seconds"`
	Nanos    int    `json:"nanos"`
	Location string `json:"location"`
	Shown    string `json:"shown"`
	Error    string `json:"error"`
}

type dated struct {
	Parts [7]int `json:"parts"`
	Zone  string `json:"zone"`
	Shown string `json:"shown"`
	Next  string `json:"next"`
	Day   int    `json:"year_day"`
}

var zones = []string{"UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo", "Australia/Lord_Howe"}

func main() {
	var table struct {
		Formats []formatted `json:"formats"`
		Parses  []parsed    `json:"parses"`
		Dates   []dated     `json:"dates"`
	}
	layouts := []string{
		time.RFC3339, time.RFC3339Nano, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123, time.RFC1123Z,
		time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano, time.DateTime, time.ANSIC,
		"2006 06 01 1 Jan January 02 2 _2 002 __2 15 03 3 04 4 05 5 PM pm Mon Monday MST",
		"-0700 -07:00 -07 -070000 -07:00:00 Z0700 Z07:00 Z07 Z070000 Z07:00:00",
		"05.0 05.00 05.000000 05.9 05.999 05,000 05,999999999 .000x .0001 .5",
		"Janet Month Monde _2006 _20061 __2006 12006 20062 0601021504 200 MSTX 20060102T150405",
		"2006-01-02 15:04:05.999999999 -0700 MST", "", "no tokens at all, hey", "é 2006 ü Jan",
	}
	moments := []int64{0, 1718454645500000000, 1700000000123456789, -1, -2208988800000000000, 951782400000000000, 1709251199999999999, 4102444800000000001}
	for _, zone := range zones {
		location, _ := time.LoadLocation(zone)
		for _, ns := range moments {
			for _, layout := range layouts {
				table.Formats = append(table.Formats, formatted{ns, zone, layout, time.Unix(0, ns).In(location).Format(layout)})
			}
		}
	}
	pairs := [][2]string{
		{time.RFC3339, "2024-06-15T14:30:45Z"}, {time.RFC3339, "2024-06-15T14:30:45.123456789+02:00"}, {time.RFC3339, "2024-06-15T14:30:45-05:00"},
		{time.RFC3339, "2024-06-15T24:30:45Z"}, {time.RFC3339, "2024-13-15T14:30:45Z"}, {time.RFC3339, "2024-02-30T14:30:45Z"},
		{time.RFC3339, "2024-06-15 14:30:45Z"}, {time.RFC3339, "2024-06-15T14:30:45Zjunk"}, {time.RFC3339, "2024-06-15T14:60:45Z"},
		{time.RFC3339, "2024-06-15T14:30:60Z"}, {time.RFC3339, "2024-06-15T14:30:45+25:00"}, {time.RFC3339, "2024-06-15T14:30:45+24:61"},
		{time.RFC3339, ""}, {time.RFC3339, "x"}, {time.RFC3339, "2024-06-15T4:30:45Z"}, {time.RFC3339, "2024-6-15T14:30:45Z"}, {time.RFC3339, "2024-06-15T14:30:45,5Z"},
		{time.RFC822, "02 Jan 06 15:04 MST"}, {time.RFC822, "02 jan 69 15:04 CEST"}, {time.RFC822, "02 JUL 68 15:04 CEST"}, {time.RFC822Z, "02 Jan 06 15:04 -0700"},
		{time.RFC850, "Monday, 02-Jan-06 15:04:05 EST"}, {time.RFC850, "Mon, 02-Jan-06 15:04:05 EST"}, {time.RFC1123, "Mon, 02 Jan 2006 15:04:05 UTC"},
		{time.RFC1123, "Mon, 02 Jan 2006 15:04:05 GMT+3"}, {time.RFC1123, "Mon, 02 Jan 2006 15:04:05 GMT"}, {time.RFC1123, "Mon, 02 Jan 2006 15:04:05 +03"},
		{time.RFC1123, "Mon, 02 Jan 2006 15:04:05 ChST"}, {time.RFC1123, "Mon, 02 Jan 2006 15:04:05 ABCDE"}, {time.RFC1123, "Mon, 02 Jan 2006 15:04:05 ABCDT"},
		{time.RFC1123, "Mon, 02 Jan 2006 15:04:05 WITA"}, {time.RFC1123, "Mon, 02 Jan 2006 15:04:05 ab"}, {time.RFC1123, "Mon, 02 Jul 2006 15:04:05 EDT"},
		{time.RFC1123Z, "Tue, 10 Nov 2009 23:00:00 +0000"}, {time.Kitchen, "3:04PM"}, {time.Kitchen, "12:00AM"}, {time.Kitchen, "12:00PM"}, {time.Kitchen, "13:00PM"},
		{time.Kitchen, "3:04XM"}, {time.Stamp, "Feb  4 21:00:57"}, {time.Stamp, "Feb 14 21:00:57.012345678"}, {time.StampMilli, "Feb  4 21:00:57.012"},
		{time.StampMilli, "Feb  4 21:00:57.01"}, {time.StampMicro, "Feb  4 21:00:57.012345"}, {time.DateTime, "2024-06-15 14:30:45"}, {time.DateTime, "2024-06-15   14:30:45"},
		{time.DateTime, "2024-03-31 02:30:00"}, {time.DateTime, "2024-10-27 02:30:00"}, {time.DateTime, "2024-03-10 02:30:00"}, {time.DateTime, "2024-11-03 01:30:00"},
		{time.DateOnly, "2024-02-29"}, {time.DateOnly, "2023-02-29"}, {time.DateOnly, "2024-06-15x"}, {time.DateOnly, "202a-06-15"}, {time.TimeOnly, "23:59:59"},
		{"2006-002", "2024-366"}, {"2006-002", "2023-366"}, {"2006-002", "2024-060"}, {"2006-002", "2024-061"}, {"2006-002", "2023-060"}, {"2006-002", "2023-000"}, {"2006-002", "2023-6"},
		{"2006 __2", "2023   6"}, {"2006-01 002", "2023-02 001"}, {"2006-01-02 002", "2023-02-02 034"}, {"2006-01-02 002", "2023-02-02 033"},
		{"06", "a1"}, {"06", "1"}, {"06", "-1"}, {"1/2/2006 3:4:5 pm", "7/4/1999 1:2:3 am"}, {"January 2 2006", "september 9 2024"}, {"January 2 2006", "Sept 9 2024"},
		{"2006-01-02T15:04:05.999999999Z07:00", "2024-06-15T14:30:45.5Z"}, {"15:04:05.000", "14:30:45,123"}, {"15:04:05.00", "14:30:45.12a"}, {"15:04:05.00", "14:30:45.1a"},
		{"15:04:05,999", "14:30:45"}, {"Z0700", "Z"}, {"Z0700", "+0130"}, {"Z07", "-03"}, {"-07", "+09"}, {"-07", "*09"}, {"-070000", "+013045"}, {"-07:00:00", "-01:30:45"}, {"Z07:00:00", "+01:30-45"},
		{"MST", "+03"}, {"MST", "-23"}, {"MST", "+24"}, {"MST", "GMT+23"}, {"MST", "GMT+"}, {"MST", "UTC"}, {"MST", "UTCX"}, {"MST", "AB"}, {"MST", "ABCDEF"},
		{"2006-01-02 MST -0700", "2024-07-01 CEST +0200"}, {"2006-01-02 MST -0700", "2024-07-01 XYZ +0200"}, {"2006-01-02 -0700", "2024-07-01 +0000"},
		{"a  b", "a b"}, {"a b", "a    b"}, {"a b", "ab"}, {"a ", "a"}, {"", ""}, {"", "x"}, {"x", ""}, {"2006\"\\", "2006x"}, {"Monday", "monday"}, {"Mon", "xxx"},
	}
	for _, zone := range zones[:3] {
		location, _ := time.LoadLocation(zone)
		for _, pair := range pairs {
			t, err := time.ParseInLocation(pair[0], pair[1], location)
			p := parsed{Layout: pair[0], Text: pair[1], Zone: zone}
			if err != nil {
				p.Error = err.Error()
			} else {
				p.Seconds, p.Nanos, p.Location, p.Shown = t.Unix(), t.Nanosecond(), t.Location().String(), t.String()
			}
			table.Parses = append(table.Parses, p)
		}
	}
	for _, zone := range zones {
		location, _ := time.LoadLocation(zone)
		for _, parts := range [][7]int{
			{2024, 13, 1, 0, 0, 0, 0}, {2024, 0, 1, 0, 0, 0, 0}, {2024, -13, 40, 30, -5, 100, -1}, {2024, 3, 31, 2, 30, 0, 0}, {2024, 10, 27, 2, 30, 0, 0},
			{2024, 3, 10, 2, 30, 0, 0}, {2024, 11, 3, 1, 30, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 2, 29, 1, 2, 3, 4}, {-44, 3, 15, 12, 0, 0, 0}, {9999, 12, 31, 23, 59, 59, 999999999},
			{12024, 7, 1, 0, 0, 0, 0}, {1900, 2, 29, 0, 0, 0, 1999999999}, {2000, 2, 30, 0, 0, 0, -1999999999}, {2100, 7, 15, 12, 0, 0, 0},
		} {
			t := time.Date(parts[0], time.Month(parts[1]), parts[2], parts[3], parts[4], parts[5], parts[6], location)
			table.Dates = append(table.Dates, dated{parts, zone, t.String(), t.AddDate(1, 1, -3).String(), t.YearDay()})
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "")
	if err := encoder.Encode(table); err != nil {
		panic(err)
	}
}
