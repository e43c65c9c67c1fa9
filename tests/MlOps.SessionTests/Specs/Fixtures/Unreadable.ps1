throw 'this file is broken'
