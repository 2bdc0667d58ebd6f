// Notes of report.json: a sentence for people and a fact for programs, each in the other's place of its list.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "formats/json_output.h"
#include "formats/report_parts.h"

namespace gpupeak {
namespace {

Json fact_json(const Note& note) {
  const NoteRow& of = row(note.kind);
  Json json;
  json["kind"] = of.name;
  size_t place = 0;
  for (const std::string_view name : of.figures) json[std::string(name)] = number_or_null(note.figures.at(place++));
  place = 0;
  for (const std::string_view name : of.words) json[std::string(name)] = text_value(note.words.at(place++));
  return json;
}

Note fact_from(const Json& json, const std::string& pointer, const SourceText& source) {
  const NoteRow& of = *std::ranges::find(note_rows(), json.at("kind").get_ref<const std::string&>(), &NoteRow::name);
  const auto member = [&](std::string_view name) -> const Json& {
    const auto found = json.find(name);
    if (found == json.end())
      source.fail(pointer, fmt::format("is of the kind \"{}\", which has \"{}\"", of.name, name));
    return *found;
  };
  Note note{of.id};
  for (const std::string_view name : of.figures) {
    const Json& figure = member(name);
    note.figures.push_back(figure.is_null() ? std::numeric_limits<double>::quiet_NaN() : figure.get<double>());
  }
  for (const std::string_view name : of.words) note.words.push_back(member(name).get<std::string>());
  return note;
}

}  // namespace

void add_notes(Json& object, const std::vector<Note>& notes) {
  object["notes"] = texts_value(texts(notes));
  Json facts = Json::array();
  for (const Note& note : notes) facts.push_back(fact_json(note));
  object["facts"] = std::move(facts);
}

std::vector<Note> notes_from(const Json& object, const std::string& pointer, const SourceText& source) {
  std::vector<Note> notes;
  const auto facts = object.find("facts");
  if (facts == object.end()) {
    for (const Json& sentence : object.at("notes")) notes.push_back(said(sentence));
    return notes;
  }
  if (facts->size() != object.at("notes").size())
    source.fail(pointer + "/facts",
                fmt::format("has {} entries, but there are {} notes", facts->size(), object.at("notes").size()));
  // A fact that lacks a figure says less than its sentence.
  const auto is_whole = [](const Note& note) {
    return std::ranges::all_of(note.figures, [](double figure) { return std::isfinite(figure); });
  };
  for (size_t i = 0; i < facts->size(); ++i) {
    Note note = fact_from((*facts)[i], fmt::format("{}/facts/{}", pointer, i), source);
    notes.push_back(is_whole(note) ? std::move(note) : said(object.at("notes")[i]));
  }
  return notes;
}

}  // namespace gpupeak
