"""The demo: an invented coffee house, six months of visits, all of it through the API.

client -> the HTTP calls · world -> the invented client · forms -> its two questionnaires ·
truth -> met-rates fixed by a seed · answers -> what a shopper finds · pictures -> what they
photograph · server -> the service under test · managing -> what the client's people do about
it · story -> the six months · closing -> reports, checks and what is printed.
"""
