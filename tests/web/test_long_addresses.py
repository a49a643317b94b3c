"""A question that is a book gets a page of ours, of a size of ours."""


def test_ten_thousand_words_are_answered_by_a_page_that_does_not_repeat_them(client):
    answer = client.get("/recherche?q=" + "prelevement+" * 5_000)

    assert answer.status_code == 200
    assert len(answer.data) < 40_000
    assert 'hreflang="en"' in answer.text
